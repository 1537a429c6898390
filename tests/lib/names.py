"""Invented writers of many places, and the ways in which a hand may spell a name. Given names first, family names after a bar."""
import re
import unicodedata

NAMES = """
María José|Ortiz-Lee
Zéphyrine|Quillfeather
Wilhelmina|Okonjo-Strand
Bartholomew|Xanthakis
Jörg|Mühlenbrück
Søren|Ågård-Lindqvist
Łucja|Wąchocka
Þórdís|Æsadóttir
Siobhán|O'Feargháil
Niamh|Ní Dhomhnaill
Seán|Mac Giolla Bhríde
Ruaraidh|MacGillonie
Fionnuala|McAllenby
Anneliese|Straußberger
Çağla|Yıldırımoğlu
İlkay|Şenyürekli
Nguyễn Thị|Hồng Ánh
Trần|Đức Phú
Phạm|Lệ Quyên
Kaʻiulani|Keōpūolani
Leilani|Kamakaʻeha
Aoife|D'Arcy-Quillan
Jean-Baptiste|Château-Lefèvre
Noémie|d'Aubrecourt
Ximena|Peñalosa Ibáñez
Iñaki|Etxeberrigarai
Joaquim|Conceição Brandão
Thaís|Guimarães do Vale
Ștefania|Țepeluș
Bogdan|Crăciunescu
Zdeněk|Kučerovský
Růžena|Říhošková
Ljubica|Đurđevčanin
Šimun|Žgančić
Győző|Szűcsbányai
Ágnes|Kőszeghyová
Põder|Väljaots
Jānis|Ķirškalns
Rūta|Žemaitytė-Šviesė
Eyjólfur|Þorbjarnarson
Håkon|Bjørnstrøm
Aase|Kjærulffsen
Päivi|Hämäläinen-Yö
Oisín|Ua Ceallacháin
Gwenllian|Llwynffynnon
Wouter|van den Broekhuizen
Liesbeth|ter Horstink
Giuseppina|Della Corvara
Niccolò|D'Alessandrini
Eleftheria|Papagiannopoulou
Ελευθερία|Παπαδημάτου
Αχιλλέας|Θεοδωρίκης
Екатерина|Воронцовская
Олексій|Щербаківський
Борислав|Църноречки
Живојин|Ђурђијевић
Гүлжан|Әбдірахманқызы
Այվազ|Սարուխանեան
ანასტასია|ჭილაშვილი
אביגיל|בן־צדוקית
נחשון|קרליבכר
أمينة|الخزرجية
عبدالرحمن|القلقشندوي
فرزانه|شمس‌آبادیان
मीनाक्षी|चट्टोपाध्यायिनी
রবীন্দ্রাণী|মুখোপাধ্যায়িকা
திருமங்கை|வேலாயுதனார்
ਗੁਰਲੀਨ|ਢਿੱਲੋਂਵਾਲਾ
王小明|
欧阳静怡|
田中美咲子|
佐々木健一郎|
김민서|
남궁하윤|
สุภาพร|เจริญวัฒนา
ኤልሳቤጥ|ገብረመስቀል
Xiao Ming|Ouyangfu
Wei-Ling|Tsengmark
Mei|Fongyau
Li|Weisheng
Jo|Parkhurstle
Ae-Cha|Namgoongil
Yuki|Shirogane-Abe
Ichirō|Ōkubotani
Haunani|Kealohapau
Tala|Lefotu'a
Sefina|Tu'i'afitu
Aputsiaq|Qaanaaqsen
Naniq|Ugruasrukson
Ahalya|Venkatasubramanyan
Arjun|Thiruvottiyur
Gurpreet|Dhillonwala
Farrukh|Mirzobekzoda
Oyunbileg|Tsagaanbat
Əliyar|Məmmədzadə
Gülşah|Çelebiöz
Aïssatou|N'Diayeba
Ọlámidé|Adéyẹmọ-Ṣónẹ́kàn
Chukwuemeka|Nwachukwuji
Ɓaraka|Ɗangadima
Thandiwe|Nkosazanabantu
Makena|wa Kĩhoro
Zawadi|Mwangombe
Abdul-Rahman|al-Khazraji
Layla|bint Harithah
Yousef|Abu Ghazaleh
Shira|Ben-Tzadok
Tesfaye|Gebremeskelu
Ivalo|Kleistina
Ann|Leedham
Ida|Rosenquill
Ian|Ashdownley
Otto|Saxetree
Grace|Holloweth
Hope|Brindlecote
Will|Fernsby-Tarn
Aria|de la Fontanilla
Consuelo|de los Ríos Verdes
Dr. Ottoline|Brackenridgely
Deshawn|LeBlanchard
Tyrese|St. Germaineau
Kateri|Two-Riversong
Winona|Grayelkins
Jesús|Ybarrondo y Cañada
Marguerite-Anne|Thibodeauxville
Rosalind|Fitz-Harrowby
""".strip().splitlines()

PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
                       "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ə": "e", "Ə": "E", "ɓ": "b", "Ɓ": "B", "ɗ": "d",
                       "Ɗ": "D",
                       "ʻ": "", "ħ": "h"})
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "å": "aa",
                        "Å": "Aa",
                        "ß": "ss", "æ": "ae", "Æ": "Ae"})
SWAPS = str.maketrans({"a": "4", "i": "1", "o": "0", "e": "3"})
SIGNS = str.maketrans({"a": "@", "s": "$", "l": "1", "t": "7"})
TITLES = {"Dr."}


def plain(text):
    """Without accents: only those that Latin, Greek and Cyrillic writers leave out."""
    parts = unicodedata.normalize("NFD", text.translate(PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))


def clusters(word):
    """Its letters, each with the marks that belong to it."""
    out = []
    for sign in word:
        if out and (unicodedata.category(sign) in ("Mn", "Mc", "Cf") or sign in "ʻ'-־"):
            out[-1] += sign
        else:
            out.append(sign)
    return out


class Name:
    def __init__(self, line):
        given, _, family = line.partition("|")
        self.given = [w for w in given.split() if w not in TITLES]
        self.family = family.split()
        self.whole = " ".join((given + " " + family).split())
        self.words = self.given + self.family

    def parts(self):
        """What must never be read: each part of two letters or more that is not a small word of the name."""
        small = {"de", "la", "los", "van", "den", "ter", "do", "der", "wa", "bint", "y", "al", "d", "N", "O", "D", "St"}
        words = [p for w in self.words for p in re.split(r"[-'־.‌\s]", w)]
        return {w for w in words if len(w) > 1 and w not in small and w.lower() not in small}

    def spellings(self):
        """{what was done to it: how it stands then}"""
        words, name = self.words, " ".join(self.words)
        first, last = self.given[0], " ".join(self.family) or self.given[-1]
        inner = [w[:len(w) // 2] + "\u200b" + w[len(w) // 2:] for w in words]
        broken = [w if len(w) < 5 or not w.isascii() else w[:3] + "-\n" + w[3:] for w in words]
        spaced = [" ".join(clusters(w)) for w in words]
        dotted = [".".join(clusters(w)).upper() for w in words]
        wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain(name))
        ways = {
            "as it is": name, "capitals": name.upper(), "small": name.lower(), "plain": plain(name),
            "plain small": plain(name).lower(), "ue for ü": name.translate(GERMAN),
            "decomposed": unicodedata.normalize("NFD", name),
            "wide gaps": "   ".join(words), "line break": "\n".join(words), "run together": "".join(words),
            "run together, small": plain("".join(words)).lower(), "hyphens": "-".join(words), "dots": ".".join(words).lower(),
            "underscores": "_".join(words), "zero-width": " ".join(inner), "hyphenated": " ".join(broken),
            "spaced out": "   ".join(spaced), "spaced with dots": "  ".join(dotted), "swaps": plain(name).lower().translate(SWAPS),
            "signs": plain(name).lower().translate(SIGNS), "possessive": name + "'s", "typographic possessive": name + "’s",
            "full width": wide, "family first": f"{last}, {' '.join(self.given)}", "family first, run on": f"{last} {first}",
            "given alone": first, "family alone": last, "with digits": plain("".join(words)).lower() + "85",
        }
        if self.family and first[0].isupper():
            ways |= {"initial": f"{first[0]}. {last}", "initial, no stop": f"{first[0]} {last}",
                     "initial behind": f"{last}, {first[0]}."}
        return ways


def all_names():
    return [Name(line) for line in NAMES]
