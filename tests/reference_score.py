# ruff: noqa
# fmt: off
"""Score extracted quotes against stand-off gold. Standard library only.

usage: score.py GOLD.jsonl PREDICTED.jsonl --articles ARTICLES.jsonl [--errors N] [--json]
GOLD: {"id","sha256","quotes":[{"parts","kind","cue","speaker","name","source_kind","role","affiliation","via","optional"?}]} a line.
PREDICTED: what `attrib extract ARTICLES.jsonl` writes.

A prediction matches a gold statement when their words overlap with F1 >= 0.5, one to one, best first; required gold goes
first, and what is left may match optional gold, which counts neither for nor against.
who_said_what: matched, and the speaker is right. A speaker is right when the names' words are equal (case, marks, titles, ranks,
degrees, brackets aside), or when the predicted words are part of the gold name and of no other name in that article (a
person only); nameless groups and documents by word overlap F1 >= 0.6. A record that names nobody (`speaker` null) is missing,
not wrong. role, affiliation: equal words, or equal words of both taken together (where the line between them falls is a
matter of taste). by_kind counts mixed with indirect. *_95: bootstrap over articles.
"""
import argparse, collections, json, random, re

HONORIFIC = set("prof profesor dr drg drs dra ir h hj kh ustaz ustadz ustad ustazah habib gus tgk tgkh kiai kyai raden rm bapak ibu pak bu bang mas mbak kak sdr sdri mr mrs ms sir tuan nyonya "
                "jenderal jend letjen mayjen brigjen brigadir kombes kombespol akbp kompol akp iptu ipda aiptu aipda bripka briptu bripda komjen irjen ajun komisaris inspektur pol tni polri purn letnan letkol kolonel mayor kapten laksamana laksda laksma marsekal marsma marsda serda sertu serma "
                "s.h sh m.h mh m.hum mhum s.e se m.m mm m.si msi ph.d phd s.ip sip m.t mt s.t st s.pd spd m.pd mpd s.sos m.ap s.ag m.ag s.kom m.kom s.ik sik m.kes s.ked lc m.a ma m.sc msc mba sp sp.og".split())
THE = {"para", "seorang", "the", "sang", "si", "pihak"}

def words(text, spans):
    """the whole words inside the spans, by their offset"""
    out = set()
    for s, e in spans:
        for m in re.finditer(r"\w+", text[max(0, s - 1):e + 1]):
            a, b = m.start() + max(0, s - 1), m.end() + max(0, s - 1)
            if a >= s and b <= e: out.add(a)
    return out

def tokens(phrase, drop=frozenset()):
    p = re.sub(r"\([^)]*\)", " ", (phrase or "").casefold())
    p = re.sub(r"[’'‘`ʼ]", "", p).replace("-", " ").replace("–", " ")
    toks = [t.strip(".,;:\"“”") for t in re.findall(r"[^\s,/]+", p)]
    core = [t for t in toks if t and t not in drop]
    return core or [t for t in toks if t]

def name_tokens(name): return tokens(name, HONORIFIC | THE)
def place_tokens(phrase): return set(tokens(phrase, THE | {"ri", "republik", "indonesia", "di", "dari", "pada", "dan"}))

def dice(a, b): return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0

def same_name(gold, pred, others):
    g, p = name_tokens(gold["name"]), name_tokens(pred)
    if not g or not p: return False
    if g == p or "".join(g) == "".join(p): return True
    if gold["source_kind"] in ("group", "document", "anonymous", None): return dice(set(g), set(p)) >= 0.6
    if gold["source_kind"] == "organization": return dice(set(g), set(p)) > 0.75 or (len(p) == 1 and len(p[0]) <= 6 and p[0] in acronyms(gold["name"], g))
    return set(p) < set(g) and not any(set(p) <= set(name_tokens(o)) for o in others if o != gold["name"])

def acronyms(name, toks):
    return {x.casefold() for x in re.findall(r"\(([^)]*)\)", name or "")} | {"".join(t[0] for t in toks if t not in ("dan", "dari", "di", "atas", "untuk"))}

def pick(x, *path):
    for k in path:
        if not isinstance(x, dict): return None
        x = x.get(k)
    return x

def textof(x): return x.get("text") if isinstance(x, dict) else x

def read_predictions(path):
    docs = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        if not line.strip(): continue
        r = json.loads(line)
        if r.get("field", "text") != "text": continue
        docs[str(r["doc_id"])].append({
            "parts": [tuple(s) for s in r["content"]["spans"]], "kind": r["kind"],
            "cue": tuple(r["cue"]["span"]) if isinstance(r.get("cue"), dict) and r["cue"].get("span") else None,
            "name": pick(r, "speaker", "name"), "source_kind": pick(r, "speaker", "kind"),
            "role": textof(pick(r, "speaker", "role")), "affiliation": textof(pick(r, "speaker", "affiliation")),
            "via": textof(r.get("via")), "rule": r.get("rule"), "confidence": r.get("confidence"), "text": r["content"].get("text", "")})
    return docs

def gold_as_predictions(path):
    docs = {}
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        docs[str(d["id"])] = [{**q, "cue": tuple(q["cue"]) if q["cue"] else None, "rule": "annotator", "confidence": None, "text": ""} for q in d["quotes"] if not q.get("optional")]
    return docs

def prf(tp, fp, fn):
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4) if p + r else 0.0, "tp": tp, "fp": fp, "fn": fn}

def pairs(A, B, taken):
    cand = []
    for i, a in A:
        for j, b in B:
            if j in taken: continue
            inter = len(a & b)
            if inter and 2 * inter / (len(a) + len(b)) >= 0.5: cand.append((-2 * inter / (len(a) + len(b)), i, j))
    got, used = {}, set()
    for _, i, j in sorted(cand):
        if i not in got and j not in used: got[i] = j; used.add(j)
    return got

def score_article(gid, gold, P, text):
    c, log = collections.Counter(), []
    gw = [words(text, q["parts"]) for q in gold]; pw = [words(text, q["parts"]) for q in P]
    need = pairs([(i, w) for i, w in enumerate(gw) if not gold[i].get("optional")], list(enumerate(pw)), set())
    spare = pairs([(i, w) for i, w in enumerate(gw) if gold[i].get("optional")], list(enumerate(pw)), set(need.values()))
    names = {q["name"] for q in gold if q["name"]}
    group = lambda k: "direct" if k == "direct" else "indirect"
    for i, g in enumerate(gold):
        if g.get("optional"): continue
        k, shown = group(g["kind"]), " | ".join(text[s:e] for s, e in g["parts"])
        if i not in need:
            c["fn"] += 1; c["e2e_fn"] += 1; c[k, "fn"] += 1; c[k, "e2e_fn"] += 1
            for f in ("role", "affiliation", "via"): c[f, "fn"] += bool(g[f])
            log.append((gid, "MISS", g["kind"], g["name"], shown, "")); continue
        p = P[need[i]]
        c["tp"] += 1; c[k, "tp"] += 1
        c["exact"] += gw[i] == pw[need[i]]
        c["kind_ok"] += group(p["kind"]) == k
        if g["cue"]:
            c["cues"] += 1; c["cue_ok"] += bool(p["cue"] and p["cue"][0] < g["cue"][1] and g["cue"][0] < p["cue"][1])
        c["source_kind_ok"] += p["source_kind"] == g["source_kind"]
        if not p["name"] and g["name"]:
            c["e2e_fn"] += 1; c[k, "e2e_fn"] += 1; c["abstained"] += 1
            log.append((gid, "NOBODY", g["kind"], g["name"], shown, p["rule"]))
        elif not g["name"] or same_name(g, p["name"], names):
            c["e2e_tp"] += 1; c[k, "e2e_tp"] += 1
            c["named"] += 1; c["full_ok"] += name_tokens(g["name"]) == name_tokens(p["name"])
        else:
            for x in ("e2e_fn", "e2e_fp"): c[x] += 1; c[k, x] += 1
            c["wrong"] += 1
            log.append((gid, "WHO", g["kind"], f"{g['name']} != {p['name']}", shown, p["rule"]))
        both = place_tokens(g["role"]) | place_tokens(g["affiliation"]), place_tokens(p["role"]) | place_tokens(p["affiliation"])
        for f in ("role", "affiliation"):
            a, b = place_tokens(g[f]), place_tokens(p[f])
            if g[f] and p[f] and (a == b or both[0] == both[1]): c[f, "tp"] += 1
            elif g[f] or p[f]:
                if both[0] == both[1]: continue
                c[f, "fn"] += bool(g[f]); c[f, "fp"] += bool(p[f])
                log.append((gid, f.upper(), g["kind"], f"{g[f]} != {p[f]}", shown[:80], p["rule"]))
        a, b = set(name_tokens(g["via"])), set(name_tokens(p["via"]))
        if g["via"] and p["via"] and (a <= b or b <= a): c["via", "tp"] += 1
        else: c["via", "fn"] += bool(g["via"]); c["via", "fp"] += bool(p["via"])
    free = set(need.values()) | set(spare.values())
    for j, p in enumerate(P):
        if j in free: continue
        if pw[j] and any(g.get("optional") and len(gw[i] & pw[j]) >= 0.8 * len(pw[j]) for i, g in enumerate(gold)): continue
        k = group(p["kind"])
        c["fp"] += 1; c["e2e_fp"] += 1; c[k, "fp"] += 1; c[k, "e2e_fp"] += 1
        log.append((gid, "EXTRA", p["kind"], p["name"], p["text"] or " | ".join(text[s:e] for s, e in p["parts"]), p["rule"]))
    return c, log

def figures(counters):
    c = collections.Counter()
    for x in counters: c.update(x)
    n = max(c["tp"], 1)
    return {"quote": prf(c["tp"], c["fp"], c["fn"]), "who_said_what": prf(c["e2e_tp"], c["e2e_fp"], c["e2e_fn"]),
            "by_kind": {k: {"quote": prf(c[k, "tp"], c[k, "fp"], c[k, "fn"]), "who_said_what": prf(c[k, "e2e_tp"], c[k, "e2e_fp"], c[k, "e2e_fn"])} for k in ("direct", "indirect")},
            "exact_boundaries": round(c["exact"] / n, 4), "kind_accuracy": round(c["kind_ok"] / n, 4), "cue_accuracy": round(c["cue_ok"] / max(c["cues"], 1), 4),
            "speaker_accuracy": round(1 - c["wrong"] / n, 4), "abstained": c["abstained"], "full_name_accuracy": round(c["full_ok"] / max(c["named"], 1), 4),
            "source_kind_accuracy": round(c["source_kind_ok"] / n, 4),
            **{f: prf(c[f, "tp"], c[f, "fp"], c[f, "fn"]) for f in ("role", "affiliation", "via")}}

def score(golds, preds, texts):
    rows, log = [], []
    for gid, gold in golds.items():
        c, l = score_article(gid, gold, preds.get(gid, []), texts[gid])
        rows.append(c); log += l
    out = {"documents": len(golds), "gold": sum(not q.get("optional") for g in golds.values() for q in g), **figures(rows)}
    rng = random.Random(1)
    boot = sorted(figures([rng.choice(rows) for _ in rows])["who_said_what"]["f"] for _ in range(200)) if rows else [0]
    out["who_said_what_95"] = [boot[int(0.025 * len(boot))], boot[int(0.975 * len(boot))]]
    return out, log

def load(gold, articles):
    texts = {str(d["id"]): d["text"] for d in map(json.loads, open(articles, encoding="utf-8"))}
    return {str(d["id"]): d["quotes"] for d in map(json.loads, open(gold, encoding="utf-8"))}, texts

if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold"); ap.add_argument("predicted"); ap.add_argument("--articles", required=True)
    ap.add_argument("--as-gold", action="store_true", help="PREDICTED is another annotator's gold file")
    ap.add_argument("--errors", type=int, default=0, help="print up to N errors"); ap.add_argument("--json", action="store_true", help="on one line")
    a = ap.parse_args()
    golds, texts = load(a.gold, a.articles)
    out, log = score(golds, gold_as_predictions(a.predicted) if a.as_gold else read_predictions(a.predicted), texts)
    print(json.dumps(out, indent=None if a.json else 1))
    for row in log[:a.errors]: print("\t".join(str(x).replace("\n", " ")[:160] for x in row))
