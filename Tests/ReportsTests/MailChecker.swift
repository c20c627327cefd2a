/// What Python's `email` package thinks of a folder of messages: prints each problem, then how many it read.
enum MailChecker {
    static let script = #"""
        import email, email.policy, os, re, sys
        names = ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
        count = 0
        for name in sorted(os.listdir(sys.argv[1])):
            raw = open(os.path.join(sys.argv[1], name), "rb").read()
            message = email.message_from_bytes(raw, policy=email.policy.default)
            def problem(text): print(name, text)
            count += 1
            if re.search(rb"(?<!\r)\n|\r(?!\n)|\0", raw): problem("bare line end or NUL")
            if max(len(line) for line in raw.split(b"\r\n")) > 78: problem("long line")
            if any(byte > 126 for byte in raw): problem("not ASCII")
            if message.keys() != names: problem("headers %s" % message.keys())
            if message.defects: problem(message.defects)
            for key in message.keys():
                if message[key].defects: problem("%s: %s" % (key, message[key].defects))
            to = [a.addr_spec for a in message["To"].addresses]
            want = ["reviewers@example.org", "night.desk@example.org"] if name.startswith("digest") \
                else ["applicant.%d@mail.example.org" % int(name[:8])]
            if to != want: problem("to %s" % to)
            if [a.addr_spec for a in message["From"].addresses] != ["identity@example.org"]: problem("from")
            if message["Auto-Submitted"] != "auto-generated": problem("auto-submitted")
            if not re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"]): problem("id")
            if message["Date"].datetime.isoformat() != "2026-03-14T02:17:39+00:00": problem("date")
            if message.get_content_type() != "multipart/alternative": problem("type")
            parts = list(message.iter_parts())
            if [p.get_content_type() for p in parts] != ["text/plain", "text/html"]: problem("parts")
            for part in parts:
                if part.defects: problem(part.defects)
                content = part.get_content()
                if "\ufffd" in content or len(content) < 100: problem("content")
            if "</html>" not in parts[1].get_content(): problem("html is cut")
        print(count, "messages")
        """#
}
