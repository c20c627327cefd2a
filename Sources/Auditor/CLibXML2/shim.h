// What the XML manifest reader needs of libxml2, and nothing else: the SAX2 push parser, XSD validation, the structured
// error callback, and the version. Debian's package: libxml2-dev.
#ifndef IDENTITY_AUDITOR_CLIBXML2_SHIM_H
#define IDENTITY_AUDITOR_CLIBXML2_SHIM_H

#include <libxml/xmlversion.h>
// Debian's libxml2 includes ICU's headers for two members at the end of a structure that is only used by pointer. They
// clash with the copy of ICU inside Foundation: no module could import both.
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

// A function, since a C global is a mutable variable to Swift.
static inline const char *_Nonnull clibxml2_version(void) { return xmlParserVersion; }

#endif
