/// Puts results that finish in any order back into manifest order.
struct ReorderBuffer<Element> {
    private var held: [Int: Element] = [:]
    /// The row that is next in order.
    private(set) var next: Int

    /// Results that wait for an earlier row's.
    var waiting: Int { held.count }

    /// Begins at the first row that is expected.
    init(first: Int) { next = first }

    /// Takes the result of a row.
    mutating func insert(_ element: Element, row: Int) { held[row] = element }

    /// The result that is next in order, if it is there.
    mutating func pop() -> Element? {
        guard let element = held.removeValue(forKey: next) else { return nil }
        next += 1
        return element
    }
}
