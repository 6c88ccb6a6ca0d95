import { describe, expect, it } from 'vitest'
import { split_claims, split_unbroken } from './claims'

const claim = (begin: number, end: number) =>
  ({ id: 0, begin, end, text: '', kind: 'price', verdict: 'supported', facts: [] }) as never

describe('split_claims', () => {
  it('cuts at byte offsets, not at characters', () => {
    const text = '收于 122.15，高于均线'
    const pieces = split_claims(text, [claim(7, 13)])
    expect(pieces.map((p) => p.text)).toEqual(['收于 ', '122.15', '，高于均线'])
    expect(pieces[1].claim).toBeDefined()
  })
  it('leaves out claims that overlap or lie outside', () => {
    const pieces = split_claims('abcdef', [claim(1, 3), claim(2, 4), claim(5, 99)])
    expect(pieces.map((p) => p.text).join('')).toBe('abcdef')
    expect(pieces.filter((p) => p.claim)).toHaveLength(1)
  })
  it('gives the whole text back without claims', () => {
    expect(split_claims('abc', [])).toEqual([{ text: 'abc' }])
    expect(split_claims('', [])).toEqual([])
  })
})

describe('split_unbroken', () => {
  it('keeps a figure with its unit and a sign with its name', () => {
    const whole = (text: string) => split_unbroken(text).filter((p) => p.whole).map((p) => p.text)
    expect(whole('fell -5.5 %, SPY +7.8 % and -DI above +DI, 1.5 ATR')).toEqual(['-5.5 %', '+7.8 %', '-DI', '+DI', '1.5 ATR'])
    expect(whole('no figure')).toEqual([])
  })
  it('gives the whole text back', () => {
    const text = '4.6 % below its average'
    expect(split_unbroken(text).map((p) => p.text).join('')).toBe(text)
  })
})
