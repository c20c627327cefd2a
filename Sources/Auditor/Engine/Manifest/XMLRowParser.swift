import AuditCore
import CLibXML2

/// Turns pieces of an XML document into rows, with libxml2's SAX2 push parser and the schema's streaming validator.
///
/// Not `xmlTextReader`, which builds nodes: their line numbers end at 65,535, the reader's position runs ahead of the
/// element it reports, and a text node ends at 10,000,000 characters, which a photo in base64 exceeds. No option that
/// expands entities, loads a DTD, lifts a limit or uses the network is ever set.
final class XMLRowParser {
    private let file: String
    private var context: xmlParserCtxtPtr?
    private var schema: XMLSchemaValidator?
    private var text: FieldBuffer
    private let limits: ManifestLimits

    private var rows: [RawRow] = []
    private var row = RawRow(line: 0)
    private var depth = 0
    private var fieldName: String?
    private var failure: AuditError?

    init(_ input: ManifestInput) throws(AuditError) {
        _ = libxml2IsReady
        file = input.pass.file.path
        limits = input.limits
        text = FieldBuffer(input.limits)
        let this = Unmanaged.passUnretained(self).toOpaque()
        schema = try XMLSchemaValidator(path: input.xsd, onError: reportError, errorContext: this)
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.serror = reportError
        handler.internalSubset = { this, _, _, _ in parser(this)?.refuseDoctype() }
        handler.startElementNs = { this, name, prefix, uri, spaceCount, spaces, count, defaulted, attributes in
            parser(this)?.start(
                XMLTag(
                    name: name, prefix: prefix, uri: uri, namespaceCount: spaceCount, namespaces: spaces,
                    attributeCount: count, defaultedCount: defaulted, attributes: attributes))
        }
        handler.endElementNs = { this, name, prefix, uri in parser(this)?.end(name: name, prefix: prefix, uri: uri) }
        // Both the same, so that libxml2 does not guess which white space may be ignored.
        handler.characters = { this, bytes, count in parser(this)?.characters(bytes, count: count) }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        context = xmlCreatePushParserCtxt(&handler, this, nil, 0, nil)
        guard let context else { throw AuditError(.internalError, "libxml2 cannot parse") }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue))
    }

    deinit {
        xmlFreeParserCtxt(context)
    }

    /// Parses the next piece of the document.
    /// - Returns: The rows that ended in it.
    func parse(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws(AuditError) -> [RawRow] {
        rows.removeAll(keepingCapacity: true)
        let status = bytes.withUnsafeBytes { buffer in
            xmlParseChunk(
                context, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), isLast ? 1 : 0)
        }
        if let failure { throw failure }
        if status != 0 { throw invalid("the document is not well-formed (libxml2 error \(status))") }
        return rows
    }

    private func start(_ tag: XMLTag) {
        guard failure == nil else { return }
        schema?.start(tag)
        depth += 1
        guard failure == nil, let name = tag.name else { return }
        if depth == 2 {
            row = RawRow(line: Int(xmlSAX2GetLineNumber(context)), capacity: 16)
            text.beginRow()
        } else if depth == 3 {
            let element = String(cString: name)
            fieldName = element == "field" ? tag.value(of: "name") ?? "" : element
            text.beginField()
        }
    }

    private func end(name: UnsafePointer<xmlChar>?, prefix: UnsafePointer<xmlChar>?, uri: UnsafePointer<xmlChar>?) {
        guard failure == nil else { return }
        schema?.end(name: name, prefix: prefix, uri: uri)
        depth -= 1
        if depth == 1 {
            if row.problem != nil { row.fields.removeAll { $0.name != "request_id" } }
            rows.append(row)
        } else if depth == 2, let fieldName {
            if row.fields.count < limits.fields {
                row.fields.append(text.field(named: fieldName))
            } else {
                row.problem = "the request has more than \(limits.fields) fields"
            }
            self.fieldName = nil
        }
    }

    private func characters(_ bytes: UnsafePointer<xmlChar>?, count: Int32) {
        guard failure == nil, let bytes else { return }
        if fieldName != nil {
            text.append(UnsafeBufferPointer(start: bytes, count: Int(count)))
        } else {
            schema?.text(bytes, count: count)
        }
    }

    private func refuseDoctype() {
        fail("a DOCTYPE is not allowed in a manifest")
    }

    /// Takes the first error of parser or schema; what follows it is only its consequence.
    fileprivate func report(_ error: xmlError) {
        guard error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        // The first line names elements and never quotes values, which are all xs:string; further lines quote bytes.
        let message = error.message.map { String(cString: $0) } ?? "libxml2 error \(error.code)"
        let first = message.split(separator: "\n").first ?? ""
        fail("the document is not valid: \(first)")
    }

    private func fail(_ message: String) {
        guard failure == nil else { return }
        failure = invalid(message)
        xmlStopParser(context)
    }

    private func invalid(_ message: String) -> AuditError {
        let place = SourceLocation(
            file: file, line: Int(xmlSAX2GetLineNumber(context)), column: Int(xmlSAX2GetColumnNumber(context)))
        return AuditError(.manifestInvalid, message, at: place)
    }
}

private func parser(_ pointer: UnsafeMutableRawPointer?) -> XMLRowParser? {
    pointer.map { Unmanaged<XMLRowParser>.fromOpaque($0).takeUnretainedValue() }
}

private let reportError: xmlStructuredErrorFunc = { this, error in
    guard let error else { return }
    parser(this)?.report(error.pointee)
}
