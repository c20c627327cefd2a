/// A grey JPEG of any size in a few bytes, written by hand (ITU-T T.81): every block says "same brightness as before,
/// nothing else" in two bits. Photos of many megapixels cost tests neither files nor an encoder.
public enum FlatJPEG {
    /// The encoded photo.
    public static func bytes(width: Int, height: Int) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
        var jpeg: [UInt8] = [0xff, 0xd8]
        jpeg += [0xff, 0xdb] + word(67) + [0] + [UInt8](repeating: 16, count: 64)
        jpeg += [0xff, 0xc0] + word(11) + [8] + word(height) + word(width) + [1, 1, 0x11, 0]
        // One code of one bit in each Huffman table: DC difference 0, and end of block.
        for table: UInt8 in [0x00, 0x10] {
            jpeg += [0xff, 0xc4] + word(20) + [table, 1] + [UInt8](repeating: 0, count: 15) + [0]
        }
        jpeg += [0xff, 0xda] + word(8) + [1, 1, 0x00, 0, 63, 0]
        let bits = 2 * ((width + 7) / 8) * ((height + 7) / 8)
        jpeg += [UInt8](repeating: 0, count: bits / 8)
        if bits % 8 > 0 { jpeg.append(UInt8(0xff >> (bits % 8))) }
        return jpeg + [0xff, 0xd9]
    }
}
