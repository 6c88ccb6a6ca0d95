import type { Language } from '@/stores/preferences'

function grouped(value: number, digits: number, least = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: digits })
}

/** "1.9 %" in English, "1.9%" in Chinese, as the reports write them. */
export function percent_text(value: number, digits: number, language: Language): string {
  return value.toFixed(digits) + (language === 'zh' ? '%' : ' %')
}

export function signed_percent_text(value: number, digits: number, language: Language): string {
  return (value > 0 ? '+' : '') + percent_text(value, digits, language)
}

/** A large count in the scale a reader of the language uses: 109.0 m, 1.09 亿. */
export function scaled_text(value: number, language: Language): string {
  const size = Math.abs(value)
  if (language === 'zh') {
    if (size >= 1e8) return `${(value / 1e8).toFixed(2)} 亿`
    return size >= 1e4 ? `${(value / 1e4).toFixed(1)} 万` : grouped(value, 0)
  }
  if (size >= 1e9) return `${(value / 1e9).toFixed(2)} bn`
  if (size >= 1e6) return `${(value / 1e6).toFixed(1)} m`
  return size >= 1e4 ? `${(value / 1e3).toFixed(1)} k` : grouped(value, 0)
}

const digits_of: Record<string, number> = { shares: 0, money: 0, count: 0, sessions: 0, percent: 2, percent_points: 2 }

/** A measured number without its unit. */
export function number_text(value: number, unit: string): string {
  return grouped(value, digits_of[unit] ?? 4, unit === 'price' ? 2 : 0)
}
