import Crypto

/// The hashes of a Merkle tree by RFC 6962 section 2.1 (RFC 9162 section 2.1.1 keeps them), with SHA-256.
public enum MerkleTree {
    /// Most leaves of a tree: the largest count that every JSON reader holds exactly.
    public static let maximumSize = 1 << 53 - 1

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = hash { _ in }

    /// SHA-256(00 || leaf).
    public static func leafHash(_ leaf: some Collection<UInt8>) -> MerkleHash {
        hash { sha in
            // The prefixes keep a leaf from passing as an inner node.
            withUnsafeBytes(of: UInt8(0x00)) { sha.update(bufferPointer: $0) }
            if leaf.withContiguousStorageIfAvailable({ sha.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
                sha.update(data: Array(leaf))
            }
        }
    }

    /// SHA-256(01 || left || right).
    public static func nodeHash(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * MerkleHash.byteCount, alignment: 1) { buffer in
            buffer[0] = 0x01
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyMemory(from: $0) }
            return hash { $0.update(bufferPointer: UnsafeRawBufferPointer(buffer)) }
        }
    }

    /// The size of the left subtree of a tree of at least two leaves: the largest power of two below the size.
    static func leftSize(of size: Int) -> Int { 1 << (Int.bitWidth - 1 - (size - 1).leadingZeroBitCount) }

    private static func hash(_ feed: (inout SHA256) -> Void) -> MerkleHash {
        var sha = SHA256()
        feed(&sha)
        return sha.finalize().withUnsafeBytes { MerkleHash(digest: $0) }
    }
}
