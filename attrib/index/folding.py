"""Words as searched: case, diacritics, clitics and the common affixes of Indonesian folded away.

The stemmer is Snowball's Indonesian one (after Tala 2003), which needs no root list.
"""

import re
import unicodedata
from functools import lru_cache

#: Changes whenever :func:`words` or :func:`stem` would give other results: the index is then refolded.
FOLDING = 1

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ][^\W_]+)*")
_STOP = frozenset(
    """ada adalah agar akan aku anda antara apa apakah apalagi atas atau bagi bahkan bahwa baik banyak
    baru beberapa begitu belum berbagai bila bisa boleh bukan cara cukup dalam dan dapat dari daripada
    demikian dengan depan di dia dilakukan dulu hal hanya harus hari hingga ia ikut ingin ini itu jadi
    jangan jika juga kalau kali kami kamu karena kata ke kemudian kepada kini kita lagi lain lalu lama
    lebih maka makin malah mana masih maupun melakukan memang membuat memberikan memiliki menjadi
    mengenai menurut mereka merupakan meski misalnya mulai mungkin namun nanti oleh orang pada paling
    para pasti perlu pernah pihak pula pun punya saat saja salah sama sampai sangat satu saya sebab
    sebagai sebelum sebelumnya sebenarnya sebuah secara sedang sedangkan segera sehingga sejak sejumlah
    selain selalu selama seluruh semakin sementara semua seorang seperti serta sesuai setelah setiap
    siapa sudah supaya tahu tanpa tapi telah tentang tentu terhadap terjadi termasuk ternyata tersebut
    terus tetap tetapi tidak tak tersendiri tiap turut untuk usai waktu walau yaitu yakni yang nggak
    gak kan lah loh dong sih banget udah aja the and of to in is that""".split()
)


def words(text: str) -> list[str]:
    """The words of a text in order, folded but not stemmed; hyphens part words, apostrophes vanish."""
    if text.isascii():
        found = _WORD.findall(text.lower())
        return found if "'" not in text else [w.replace("'", "") for w in found]
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    found = _WORD.findall(plain)
    if "'" in plain or "’" in plain or "‘" in plain or "ʼ" in plain:
        return [re.sub("['’‘ʼ]", "", w) for w in found]
    return found


@lru_cache(maxsize=1 << 19)
def stem(word: str) -> str:
    """The stem of a folded word; the word itself where it is short, a number or not in Latin script."""
    if len(word) < 5 or not word.isascii() or not word.isalpha():
        return word
    result: str = _stemmer().stemWord(word)
    return result if len(result) > 2 else word


@lru_cache(maxsize=1)
def _stemmer() -> "snowballstemmer.indonesian_stemmer.IndonesianStemmer":
    # Imported here: a search whose words the index knows reads their stems from it.
    import snowballstemmer

    return snowballstemmer.stemmer("indonesian")


def telling(folded: list[str]) -> list[str]:
    """The distinct words that say what a text is about, at most twelve, in order."""
    found = dict.fromkeys(w for w in folded if len(w) > 3 and w not in _STOP and not w[0].isdigit())
    return list(found)[:12]


def is_stop(word: str) -> bool:
    """Whether a folded word is too frequent to tell what a text is about."""
    return word in _STOP
