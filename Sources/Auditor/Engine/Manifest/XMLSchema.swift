import AuditCore
import CLibXML2
import Glibc

/// The compiled schema together with its streaming validator for one pass. It is shown the structure of the document
/// but not the text of the values: libxml2 would concatenate it anew for each piece, which takes quadratic time for a
/// photo in base64.
final class XMLSchemaValidator {
    private let schema: xmlSchemaPtr
    private let context: xmlSchemaValidCtxtPtr
    private let slot: UnsafeMutablePointer<xmlSAXHandlerPtr?>
    private let userData: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let plug: xmlSchemaSAXPlugPtr
    private let handler: xmlSAXHandler

    /// Compiles the schema at a path.
    /// - Parameter onError: Called with a message for each violation, while the parser stands on it.
    init(path: String, onError: xmlStructuredErrorFunc, errorContext: UnsafeMutableRawPointer) throws(AuditError) {
        _ = libxml2IsReady
        let place = SourceLocation(file: path)
        guard !path.utf8.contains(0), access(path, R_OK) == 0, let compiler = xmlSchemaNewParserCtxt(path) else {
            throw AuditError(.configurationInvalid, "the schema of XML manifests cannot be read", at: place)
        }
        // Silent: what is wrong with our own schema is told by the error below.
        xmlSchemaSetParserStructuredErrors(compiler, { _, _ in }, nil)
        let compiled = xmlSchemaParse(compiler)
        xmlSchemaFreeParserCtxt(compiler)
        guard let compiled else {
            throw AuditError(.configurationInvalid, "the schema of XML manifests is not a valid XSD", at: place)
        }
        guard let context = xmlSchemaNewValidCtxt(compiled) else {
            xmlSchemaFree(compiled)
            throw AuditError(.internalError, "libxml2 cannot validate", at: place)
        }
        xmlSchemaSetValidStructuredErrors(context, onError, errorContext)
        // Without a handler of ours to wrap, libxml2 gives us its own one to call.
        let slot = UnsafeMutablePointer<xmlSAXHandlerPtr?>.allocate(capacity: 1)
        slot.initialize(to: nil)
        let userData = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        userData.initialize(to: nil)
        guard let plug = xmlSchemaSAXPlug(context, slot, userData), let handler = slot.pointee else {
            slot.deallocate()
            userData.deallocate()
            xmlSchemaFreeValidCtxt(context)
            xmlSchemaFree(compiled)
            throw AuditError(.internalError, "libxml2 cannot validate", at: place)
        }
        schema = compiled
        self.context = context
        self.slot = slot
        self.userData = userData
        self.plug = plug
        self.handler = handler.pointee
    }

    deinit {
        xmlSchemaSAXUnplug(plug)
        slot.deallocate()
        userData.deallocate()
        xmlSchemaFreeValidCtxt(context)
        xmlSchemaFree(schema)
    }

    /// Shows the validator a start tag.
    func start(_ tag: XMLTag) {
        handler.startElementNs?(
            userData.pointee, tag.name, tag.prefix, tag.uri, tag.namespaceCount, tag.namespaces, tag.attributeCount,
            tag.defaultedCount, tag.attributes)
    }

    /// Shows the validator an end tag.
    func end(name: UnsafePointer<xmlChar>?, prefix: UnsafePointer<xmlChar>?, uri: UnsafePointer<xmlChar>?) {
        handler.endElementNs?(userData.pointee, name, prefix, uri)
    }

    /// Shows the validator text that stands between elements.
    func text(_ bytes: UnsafePointer<xmlChar>?, count: Int32) {
        handler.characters?(userData.pointee, bytes, count)
    }
}

/// A start tag as libxml2's parser gives it; valid only during the call.
struct XMLTag {
    var name: UnsafePointer<xmlChar>?
    var prefix: UnsafePointer<xmlChar>?
    var uri: UnsafePointer<xmlChar>?
    var namespaceCount: Int32
    var namespaces: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    var attributeCount: Int32
    var defaultedCount: Int32
    /// Five pointers an attribute: name, prefix, URI, the value's begin and end.
    var attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    /// The value of an attribute without a namespace.
    func value(of attribute: String) -> String? {
        guard let attributes else { return nil }
        for index in 0..<Int(attributeCount) {
            guard let name = attributes[5 * index], attributes[5 * index + 2] == nil,
                String(cString: name) == attribute,
                let begin = attributes[5 * index + 3], let end = attributes[5 * index + 4]
            else { continue }
            return Self.withAmpersands(UnsafeBufferPointer(start: begin, count: end - begin))
        }
        return nil
    }

    /// An attribute's text. As long as entities are not expanded, libxml2 gives every ampersand as `&#38;`, whichever way the
    /// document writes it, and no other reference is left.
    private static func withAmpersands(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let reference = Array("&#38;".utf8)
        var text: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            text.append(byte)
            rest = rest.dropFirst(rest.starts(with: reference) ? reference.count : 1)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// libxml2 sets up its global tables once, before any thread uses them.
let libxml2IsReady: Bool = {
    xmlInitParser()
    return true
}()
