public import AuditCore

/// Texts that try to become something else: markup, script, a link, a header, a formula, another direction of writing.
public enum HostileText {
    /// Each marks itself with `CANARY`, so that a test can look for where it came out.
    public static let payloads = [
        "<script>CANARY()</script>", "\"><img src=x onerror=CANARY()>", "' onmouseover='CANARY()",
        "</style><svg/onload=CANARY()>",
        "javascript:CANARY()", "data:text/html,<script>CANARY()</script>", "{{{svg}}}{{#CANARY}}",
        "--><b>CANARY</b><!--",
        "]]>CANARY<![CDATA[", "&lt;CANARY&gt;&#0;", "\r\nBcc: CANARY@example.org\r\n\r\nbody",
        "\nBcc: CANARY@example.org",
        "=?utf-8?q?=0D=0ABcc:_CANARY=40example.org?=", "=CANARY()", "+CANARY()", "-CANARY()", "@CANARY()",
        "\t=CANARY()",
        "\r=CANARY()", "\n=CANARY()", "ok\n=CANARY()", " =CANARY()", "\u{A0}=CANARY()", "a,=CANARY()\";\"", "＝CANARY()",
        "\u{202E}CANARY\u{202C}", "\u{2066}CANARY\u{2069}", "CANARY\u{0}\u{1}\u{7F}\u{85}",
        "\"\u{301} onfocus=CANARY() autofocus x=\"\u{301}",
        "<\u{338}script>CANARY", "\u{600}<img src=x onerror=CANARY()>", "../../CANARY", "/etc/CANARY",
        "CANARY\u{FEFF}\u{200B}\u{E0041}",
        "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} CANARY", "CANARY\\u003cscript\\u003e", "\u{2028}CANARY\u{2029}",
        "${CANARY}", "<CANARY@example.org>", "CANARY <evil@example.org>, \"x\"", "%0d%0aBcc:CANARY@example.org",
    ]

    /// One payload, or two run together, sometimes very long.
    public static func make(_ random: inout SplitMix) -> String {
        var text = random.pick(payloads)
        if random.unit() < 0.4 { text += random.pick(payloads) }
        if random.unit() < 0.05 { text += String(repeating: "é\u{1F600}x", count: 400) }
        return text
    }
}
