import type { Claim } from '@/api/client'

export interface Piece {
  text: string
  claim?: Claim
}

/** Cuts a text at its claims. Claim offsets are bytes of UTF-8, JavaScript strings are UTF-16. */
export function split_claims(text: string, claims: Claim[]): Piece[] {
  const bytes = new TextEncoder().encode(text)
  const decoder = new TextDecoder()
  const pieces: Piece[] = []
  let at = 0
  for (const claim of [...claims].sort((a, b) => a.begin - b.begin)) {
    if (claim.begin < at || claim.end > bytes.length) continue
    if (claim.begin > at) pieces.push({ text: decoder.decode(bytes.subarray(at, claim.begin)) })
    pieces.push({ text: decoder.decode(bytes.subarray(claim.begin, claim.end)), claim })
    at = claim.end
  }
  if (at < bytes.length) pieces.push({ text: decoder.decode(bytes.subarray(at)) })
  return pieces
}

export interface Unbroken {
  text: string
  whole: boolean
}

/** Cuts out what a line end must not part: a figure from its unit, a sign from its name. */
export function split_unbroken(text: string): Unbroken[] {
  return text
    .split(/([+-]?\d[\d.,]* (?:%|ATR)|[+-]DI)/)
    .map((piece, i) => ({ text: piece, whole: i % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
