import AuditCore
import Crypto

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// SHA-256 as lower-case hexadecimal text.
package enum ContentDigest {
    package static func sha256(_ data: Data) -> String {
        Hexadecimal.text(SHA256.hash(data: data))
    }
}
