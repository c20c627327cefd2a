/// Lets a fixed number of requests work at once; the others wait in order. Only who has passed the gate holds photos
/// in memory, and there are as many lanes as cores.
actor LaneGate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(lanes: Int) { free = max(1, lanes) }

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().resume()
    }
}
