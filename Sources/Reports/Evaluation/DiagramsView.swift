import AuditCore
import Evaluation

/// The diagrams, each with a key and the files that it was drawn from.
extension EvaluationPage {
    func diagrams(_ view: inout View) {
        view.list("diagrams", [])
    }
}
