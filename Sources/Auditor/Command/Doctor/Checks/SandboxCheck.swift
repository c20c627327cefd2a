import MatcherKit

/// What this kernel offers to restrict workers. Never a reason not to run: a run records what was in force.
struct SandboxCheck: DoctorCheck {
    let name = "sandbox"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        let level = SandboxLevel.available
        guard !level.isComplete else { return [.ok("sandbox.kernel", "workers are restricted by: \(level)")] }
        return [
            .warning(
                "sandbox.kernel", "workers are restricted by less than they could be: \(level)",
                do: "use a kernel with Landlock (CONFIG_SECURITY_LANDLOCK, and in `lsm=`) and seccomp filters")
        ]
    }
}
