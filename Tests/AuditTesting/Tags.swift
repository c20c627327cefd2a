public import Testing

extension Tag {
    /// Needs the installed models and sample photos.
    @Tag public static var models: Self
    /// Takes more than a few seconds.
    @Tag public static var slow: Self
    /// Runs the built programs from outside.
    @Tag public static var endToEnd: Self
}
