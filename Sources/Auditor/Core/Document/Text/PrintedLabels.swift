/// What documents print beside their fields, in the letters A-Z.
enum PrintedLabels {
    /// A label within a line: its field and its words.
    struct Found: Equatable, Sendable {
        /// Nil for a label of something else, which ends a value.
        var field: DocumentFields.Name?
        var words: Range<Int>
    }

    /// The longest labels of a line of words, from left to right. A word with a slash or a hyphen is several.
    static func find(in words: [String]) -> [Found] {
        let tokens = words.map { normalised($0) }
        var found: [Found] = []
        var index = 0
        while index < words.count {
            var next = index + 1
            for count in [4, 3, 2, 1] where index + count <= words.count {
                let phrase = tokens[index..<index + count].joined(separator: " ")
                // `SURNAME/NOM`: any of its alternatives is the label.
                let alternatives =
                    [phrase]
                    + words[index..<index + count].joined(separator: " ").split(separator: "/").map {
                        normalised(String($0))
                    }
                guard let label = alternatives.lazy.compactMap({ labels[$0] }).first else { continue }
                found.append(Found(field: label, words: index..<index + count))
                next = index + count
                break
            }
            index = next
        }
        return found
    }

    /// Capitals A-Z and digits, other characters as single spaces.
    static func normalised(_ text: String) -> String {
        var result: [UInt8] = []
        for scalar in text.uppercased().unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A: result.append(UInt8(scalar.value))
            case 0x27, 0x2E, 0x2019: continue
            default:
                result += (ICAOLetters.simple[scalar] ?? ICAOLetters.table[scalar] ?? " ").utf8
            }
        }
        return result.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    private static let labels: [String: DocumentFields.Name?] = {
        var labels: [String: DocumentFields.Name?] = [:]
        for (field, phrases) in rows {
            for phrase in phrases.split(separator: ",") { labels[String(phrase)] = .some(field) }
        }
        return labels
    }()

    private static let rows: [(DocumentFields.Name?, String)] = [
        (
            .surname,
            """
            SURNAME,SURNAMES,LAST NAME,FAMILY NAME,LN,NOM,NOM DE FAMILLE,NAME NOM,FAMILIENNAME,NACHNAME,\
            APELLIDOS,APELLIDO,PRIMER APELLIDO,COGNOME,APELIDO,APELIDOS,SOBRENOME,NAAM,ACHTERNAAM,NAZWISKO,\
            EFTERNAMN,SUKUNIMI,ETTERNAVN,EFTERNAVN,NUME,NUMELE,PREZIME,PERENIMI,PAVARDE,SOYADI,PRIJMENI,\
            VEZETEKNEV
            """
        ),
        (
            .givenNames,
            """
            GIVEN NAMES,GIVEN NAME,FIRST NAME,FIRST NAMES,FORENAMES,OTHER NAMES,FN,PRENOM,PRENOMS,PRENOM S,\
            VORNAMEN,VORNAME,NOMBRE,NOMBRES,NOME,NOMES,NOMES PROPRIOS,VOORNAMEN,VOORNAAM,IMIE,IMIONA,\
            IMIE IMIONA,FORNAMN,ETUNIMET,FORNAVN,PRENUME,PRENUMELE,IME,EESNIMI,VARDAS,ADI,JMENO,UTONEV
            """
        ),
        (
            .fullName,
            """
            FULL NAME,NAME,NAME OF HOLDER,NAME AND SURNAME,NOMBRE Y APELLIDOS,NOME COMPLETO,NAMN,NIMI,NAVN
            """
        ),
        (
            .dateOfBirth,
            """
            DATE OF BIRTH,BIRTH DATE,BIRTHDATE,DOB,BORN,DATE DE NAISSANCE,NE LE,NEE LE,NE E LE,GEBURTSDATUM,\
            GEBURTSTAG,GEBOREN AM,FECHA DE NACIMIENTO,FECHA NACIMIENTO,DATA DI NASCITA,NATO IL,NATA IL,\
            DATA DE NASCIMENTO,NASCIMENTO,GEBOORTEDATUM,DATA URODZENIA,FODELSEDATUM,SYNTYMAAIKA,FODSELSDATO,\
            FODSELSDATO,DATA NASTERII,DATUM RODENJA,SUNNIAEG,GIMIMO DATA,DOGUM TARIHI,DATUM NAROZENI,\
            SZULETESI IDO
            """
        ),
        (
            .expiry,
            """
            DATE OF EXPIRY,DATE OF EXPIRATION,EXPIRY DATE,EXPIRATION DATE,EXPIRY,EXPIRES,EXPIRES ON,EXP,\
            EXP DATE,VALID UNTIL,VALID TO,VALID THRU,DATE DEXPIRATION,VALABLE JUSQUAU,GULTIG BIS,\
            FECHA DE CADUCIDAD,VALIDEZ,VALIDO HASTA,FECHA DE VENCIMIENTO,SCADENZA,DATA DI SCADENZA,\
            DATA DE VALIDADE,VALIDADE,GELDIG TOT,TERMIN WAZNOSCI,DATA WAZNOSCI,GILTIGT TILL,VOIMASSA,\
            UTLOPSDATO,VALABILITATE,VRIJEDI DO,KEHTIV KUNI,GALIOJA IKI,SON GECERLILIK TARIHI
            """
        ),
        (
            .documentNumber,
            """
            DOCUMENT NO,DOCUMENT NUMBER,DOCUMENT NR,PASSPORT NO,PASSPORT NUMBER,CARD NO,CARD NUMBER,ID NO,\
            ID NUMBER,LICENCE NO,LICENSE NO,DL NO,DL,DLN,NO DU DOCUMENT,NO DU PASSEPORT,PASSEPORT NO,NUMERO,\
            DOKUMENTENNUMMER,PASS NR,PASSNUMMER,AUSWEISNUMMER,NUM SOPORTE,NUM SOPORT,IDESP,NUMERO DE DOCUMENTO,\
            PASAPORTE NO,PASSAPORTO N,PASSAPORTE NO,NO DOCUMENTO,DOCUMENTNUMMER,DOCUMENTNR,NUMER DOKUMENTU,\
            SERIA I NUMER,PASSNR,PASIN NRO,NO,NR
            """
        ),
        (
            .nationality,
            """
            NATIONALITY,NATIONALITE,STAATSANGEHORIGKEIT,NACIONALIDAD,CITTADINANZA,NACIONALIDADE,NATIONALITEIT,\
            OBYWATELSTWO,MEDBORGARSKAP,KANSALAISUUS,CETATENIE
            """
        ),
        (.sex, "SEX,SEXE,GESCHLECHT,SEXO,SESSO,GESLACHT,PLEC,KON,SUKUPUOLI,KJONN,SEXUL"),
        (
            .personalNumber,
            """
            PERSONAL NO,PERSONAL NUMBER,NATIONAL ID,NATIONAL IDENTIFICATION NUMBER,DNI,DNI NUM,NIE,PESEL,CPF,\
            BSN,CNP,EGN,PERSONNUMMER,PERSONALNUMMER,CODICE FISCALE,RUT,RUN,PERSONAL CODE,ISIKUKOOD,\
            ASMENS KODAS
            """
        ),
        (
            nil,
            """
            PLACE OF BIRTH,DATE OF ISSUE,ISSUED,ISS,AUTHORITY,ISSUING AUTHORITY,TYPE,CODE,ADDRESS,HEIGHT,HGT,\
            EYES,CLASS,SIGNATURE,HOLDERS SIGNATURE,LIEU DE NAISSANCE,DATE DE DELIVRANCE,AUTORITE,GEBURTSORT,\
            AUSSTELLUNGSDATUM,AUSGESTELLT AM,BEHORDE,LUGAR DE NACIMIENTO,FECHA DE EXPEDICION,EMISION,AUTORIDAD,\
            LUOGO DI NASCITA,DATA DI RILASCIO,AUTORITA,LOCAL DE NASCIMENTO,DATA DE EMISSAO,COUNTRY CODE,\
            ISSUING STATE,STATE CODE
            """
        ),
    ]
}
