// What the XML manifest reader needs of libxml2, and nothing else: the streaming reader, XSD validation, and the
// structured error callback. Debian's package: libxml2-dev.
#ifndef IDENTITY_AUDITOR_CLIBXML2_SHIM_H
#define IDENTITY_AUDITOR_CLIBXML2_SHIM_H

#include <libxml/xmlversion.h>
// libxml2 would pull in ICU's headers, which clash with the ICU that Foundation brings; none of it is used here.
#undef LIBXML_ICU_ENABLED

#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>

#endif
