import AuditCore
import Evaluation

/// `index.html` of an evaluation: an appendix that stands by itself, conclusions in words first.
struct EvaluationPage {
    let result: EvaluationResult
    let profile: RedactionProfile
    let files: MatcherFileNames
    let faces: WorstPairFaces
    let templates: TemplateLibrary

    var record: EvaluationRecord { result.record }

    func html() -> String {
        let frame = PageFrame(
            templates: templates, toolVersion: record.toolVersion,
            footnote: RedactionWording.evaluationFootnote(profile),
            extraStyle: "html/evaluation.css")
        let view = View { view in
            frame.fill(&view, title: "Evaluation of \(record.sample.file)", root: "")
            view.text("sample", record.sample.file)
            view.text("meta", meta)
            view.list("conclusions", record.conclusions.map { text in View { $0.text("conclusion", text) } })
            view.flag("has_conclusions", !record.conclusions.isEmpty)
            accuracy(&view)
            diagrams(&view)
            worst(&view)
            comparisons(&view)
            groups(&view)
            gates(&view)
            speed(&view)
            provenance(&view)
        }
        return templates.render("html/evaluation.mustache", view)
    }

    private var meta: String {
        let names = Wording.count(record.matchers.count, "matcher", "matchers")
        let images = record.sample.images.map { ", " + Wording.count($0, "image", "images") } ?? ""
        let subjects = record.sample.subjects.map { ", " + Wording.count($0, "subject", "subjects") } ?? ""
        return "\(names)\(images)\(subjects); intervals at 95 %"
    }
}
