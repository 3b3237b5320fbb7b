"""What each finding means for records, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from communique.doctor.probe import Probe, Told
from communique.profiles import Finding, Verdict

__all__ = ["finding_of"]


class Meaning(NamedTuple):
    meaning: str
    advice: str = ""


_CHECKED = "communique leaves out what breaks the schema, so items are missed, not wrong"
_OTHER_SERVER = (
    "use a server that constrains by grammar (llama.cpp, vLLM, SGLang), or a newer version of this"
)

_OK: Mapping[str, str] = {
    "model": "records name the model that was meant",
    "schema": "answers can be read; schemas are held to by the server",
    "required": "no field is left out unsaid",
    "enum": "kinds and codes are among those asked for",
    "maxItems": "lists end; a small model cannot repeat itself to the limit",
    "extra keys": "no tokens are spent on what was not asked for",
    "types": "numbers and truth values come as such",
    "order of keys": "quotes are written before what follows from them",
    "thinking": "answers hold nothing but JSON",
    "finish_reason": "a cut answer is noticed, and asked for in pieces",
    "max_tokens": "long answers have room",
    "token counts": "budgets hold, and a prompt that was cut is noticed",
    "context": "long articles are read, or refused and then asked about in pieces",
    "repeatable": "the same question gives the same answer",
    "parallel": "several documents at a time are done sooner",
    "repeatable at once": "load does not change answers",
    "rate limits": "a run keeps to these of itself",
}

_WRONG: Mapping[str, Meaning] = {
    "model": Meaning(
        "another model answers than was asked for: its scores would stand under a wrong name",
        "name the model that the server lists (GET /models), or ask who runs it",
    ),
    "schema": Meaning(
        "only the prompt says what an answer must look like",
        f"the profile has the schema put into the prompt (md_json); or {_OTHER_SERVER}",
    ),
    "required": Meaning(
        f"fields are missing; {_CHECKED}", f"leave mode as it is; or {_OTHER_SERVER}"
    ),
    "enum": Meaning(f"invented kinds and codes; {_CHECKED}", _OTHER_SERVER),
    "maxItems": Meaning(
        "small models repeat items until the token limit, which takes minutes and ends in pieces",
        f"set a lower max_tokens; or {_OTHER_SERVER}",
    ),
    "extra keys": Meaning(
        "models spend tokens on keys that nobody reads",
        f"nothing is wrong in records; for speed {_OTHER_SERVER}",
    ),
    "types": Meaning(f"words stand where numbers belong; {_CHECKED}", _OTHER_SERVER),
    "order of keys": Meaning(
        "values are written before the quotes they should follow from: more of them are unproven",
        _OTHER_SERVER,
    ),
    "thinking": Meaning(
        "text around the JSON is taken out, but costs time and tokens, and fills max_tokens",
        "switch thinking off at the server (chat_template_kwargs, reasoning_effort), or let it "
        "parse the thoughts away (vLLM: --reasoning-parser)",
    ),
    "finish_reason": Meaning(
        "a cut answer looks like a whole one: items at its end could be lost without a word",
        "communique looks at the JSON itself; update the server, or what stands before it",
    ),
    "max_tokens": Meaning(
        "requests with max_tokens as large as by default are refused",
        "the profile asks for less; or start the server with a larger context",
    ),
    "token counts": Meaning(
        "what it costs is not known, budgets of tokens cannot hold, a cut prompt is not noticed",
        "update the server, or what stands before it; bound runs by --max-time",
    ),
    "context": Meaning(
        "the server drops part of a long article and answers from the rest",
        "the profile has longer articles asked about in pieces; or give the server a larger "
        "context (Ollama: OLLAMA_CONTEXT_LENGTH, llama.cpp: --ctx-size)",
    ),
    "repeatable": Meaning(
        "scores differ from run to run by chance alone",
        "compare models with evals run --repeats 3 or more",
    ),
    "parallel": Meaning(
        "several requests wait for each other, with their clocks running",
        "the profile starts with one at a time; or give the server slots (llama.cpp: --parallel, "
        "Ollama: OLLAMA_NUM_PARALLEL)",
    ),
    "repeatable at once": Meaning(
        "batches change the sums: answers differ a little under load",
        "for a comparison to the letter use --concurrency 1; else --repeats",
    ),
}

_UNKNOWN: Mapping[str, Meaning] = {
    "rate limits": Meaning("a run finds the limit by trying"),
    "parallel": Meaning("a run finds out how many at a time are good"),
}
_UNTOLD = Meaning("this could not be told")


def finding_of(probe: Probe, told: Told) -> Finding:
    """What ``told`` means, as an answer to ``probe``."""
    meaning = _meaning(probe.name, told.verdict)
    return Finding(
        name=probe.name,
        verdict=told.verdict,
        evidence=told.evidence,
        meaning=meaning.meaning,
        advice=meaning.advice,
        essential=probe.essential,
    )


def _meaning(name: str, verdict: Verdict) -> Meaning:
    if verdict == "ok":
        return Meaning(_OK[name])
    if verdict == "unknown":
        return _UNKNOWN.get(name, _UNTOLD)
    return _WRONG[name]
