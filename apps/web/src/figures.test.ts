import { describe, expect, it } from 'vitest'
import { number_text, percent_text, scaled_text, signed_percent_text } from './figures'

describe('figures', () => {
  it('writes percent as the reports of each language do', () => {
    expect(percent_text(4.16, 1, 'en')).toBe('4.2 %')
    expect(percent_text(4.16, 1, 'zh')).toBe('4.2%')
    expect(signed_percent_text(1.5, 2, 'en')).toBe('+1.50 %')
    expect(signed_percent_text(-1.5, 2, 'zh')).toBe('-1.50%')
  })
  it('scales by the language', () => {
    expect(scaled_text(109_000_000, 'en')).toBe('109.0 m')
    expect(scaled_text(109_000_000, 'zh')).toBe('1.09 亿')
    expect(scaled_text(95_782, 'zh')).toBe('9.6 万')
    expect(scaled_text(2_500_000_000, 'en')).toBe('2.50 bn')
    expect(scaled_text(950, 'en')).toBe('950')
  })
  it('keeps the digits a unit carries', () => {
    expect(number_text(12_561_310_850.4, 'money')).toBe('12,561,310,850')
    expect(number_text(25.86871, 'index')).toBe('25.8687')
    expect(number_text(4.24931, 'percent')).toBe('4.25')
    expect(number_text(119.9, 'price')).toBe('119.90')
  })
})
