/// A point in pixels of the oriented, full-size photo; the origin is the top left corner.
public struct Point: Codable, Equatable, Sendable {
    /// Pixels from the left edge.
    public var x: Double
    /// Pixels from the top edge.
    public var y: Double

    /// Creates a point.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A face's bounding box in pixels of the oriented, full-size photo.
public struct Box: Codable, Equatable, Sendable {
    /// Left edge.
    public var x: Double
    /// Top edge.
    public var y: Double
    /// Width, above 0.
    public var width: Double
    /// Height, above 0.
    public var height: Double

    /// Creates a box.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Width times height, in square pixels.
    public var area: Double { width * height }
}

/// Measurements of how usable a face is for recognition. All are reported; a policy says which ones decide.
public struct FaceQuality: Codable, Equatable, Sendable {
    /// Distance between the eye centres in pixels of the oriented, full-size photo (ISO/IEC 29794-5 "inter-eye
    /// distance"). The SFace crop needs about 35; the default policy's minimum is 24.
    public var interEyeDistance: Double
    /// Variance of the Laplacian of the aligned 112-pixel crop's luma (Pech-Pacheco et al., ICPR 2000); 0 is a flat
    /// surface, under about 50 looks blurred.
    public var sharpness: Double
    /// Mean luma of the aligned crop, 0 (black) to 255 (white).
    public var brightness: Double
    /// Standard deviation of the aligned crop's luma, 0 to about 127.
    public var contrast: Double
    /// Estimated head turn in degrees from the landmarks, 0 is frontal, positive towards the image's right.
    public var yaw: Double
    /// Estimated nod in degrees from the landmarks, 0 is frontal.
    public var pitch: Double
    /// In-plane rotation in degrees: the angle of the line through the eyes, 0 is level.
    public var roll: Double

    /// Creates a set of measurements.
    public init(
        interEyeDistance: Double, sharpness: Double, brightness: Double, contrast: Double, yaw: Double, pitch: Double,
        roll: Double
    ) {
        self.interEyeDistance = interEyeDistance
        self.sharpness = sharpness
        self.brightness = brightness
        self.contrast = contrast
        self.yaw = yaw
        self.pitch = pitch
        self.roll = roll
    }

    enum CodingKeys: String, CodingKey {
        case interEyeDistance = "inter_eye_distance"
        case sharpness, brightness, contrast, yaw, pitch, roll
    }
}

/// One face that a matcher's detector found.
public struct DetectedFace: Codable, Equatable, Sendable {
    /// Where the face is.
    public var box: Box
    /// Five landmarks: the eye on the image's left, the eye on its right, nose tip, mouth corner left, mouth corner
    /// right. A five-point predictor without a mouth estimates the corners.
    public var landmarks: [Point]
    /// The detector's own confidence; its scale is the descriptor's `confidenceScale`.
    public var confidence: Double
    /// How usable the face is.
    public var quality: FaceQuality

    /// Creates a face.
    public init(box: Box, landmarks: [Point], confidence: Double, quality: FaceQuality) {
        self.box = box
        self.landmarks = landmarks
        self.confidence = confidence
        self.quality = quality
    }
}

/// Which face of a photo is compared when there are several (DESIGN.md 4.3).
public enum FaceChoice: String, Codable, Sendable, CaseIterable {
    /// The face with the largest box: what `run` and `compare` use.
    case largest
    /// The face whose box centre is nearest to the image's centre: what evaluations on LFW use.
    case central
}
