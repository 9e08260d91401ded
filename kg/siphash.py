"""SipHash-2-4 with 128 bits and a key of zeros: Oxigraph keeps quads in the order of this digest of each name in them."""

from typing import Final

_MASK: Final = (1 << 64) - 1
#: "somepseudorandomlygeneratedbytes", and the mark of the form with 128 bits.
_START: Final = (0x736F6D6570736575, 0x646F72616E646F6D ^ 0xEE, 0x6C7967656E657261, 0x7465646279746573)

_State = tuple[int, int, int, int]


def siphash(text: str) -> int:
    """Give the digest of a text.

    >>> f"{siphash(''):032x}"
    'f4f2ced447ab02427de0a38047d74950'
    """
    data = text.encode("utf-8")
    whole = len(data) - len(data) % 8
    state = _START
    for at in range(0, whole, 8):
        state = _absorbed(state, int.from_bytes(data[at : at + 8], "little"))
    state = _absorbed(state, int.from_bytes(data[whole:], "little") | (len(data) & 0xFF) << 56)
    one, two, three, four = state
    state = _mixed((one, two, three ^ 0xEE, four), 4)
    low = state[0] ^ state[1] ^ state[2] ^ state[3]
    one, two, three, four = state
    state = _mixed((one, two ^ 0xDD, three, four), 4)
    return (state[0] ^ state[1] ^ state[2] ^ state[3]) << 64 | low


def _absorbed(state: _State, word: int) -> _State:
    one, two, three, four = state
    one, two, three, four = _mixed((one, two, three, four ^ word), 2)
    return one ^ word, two, three, four


def _mixed(state: _State, rounds: int) -> _State:
    one, two, three, four = state
    for _ in range(rounds):
        one, three = (one + two) & _MASK, (three + four) & _MASK
        two, four = _turned(two, 13) ^ one, _turned(four, 16) ^ three
        one = _turned(one, 32)
        three, one = (three + two) & _MASK, (one + four) & _MASK
        two, four = _turned(two, 17) ^ three, _turned(four, 21) ^ one
        three = _turned(three, 32)
    return one, two, three, four


def _turned(word: int, bits: int) -> int:
    return (word << bits | word >> (64 - bits)) & _MASK
