import { describe, expect, it } from 'vitest'
import sheet from '../../../libcore/analysis/include/ec/analysis/fact_sheet.hpp?raw'
import catalog from '../../../libcore/analysis/src/fact_catalog.cpp?raw'
import patterns from '../../../libcore/analysis/src/patterns.cpp?raw'
import en from './texts/en.json'
import zh from './texts/zh.json'
import { fact_name, formula_of, group_facts } from './facts'

function keys(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? keys(inner, `${path}${key}.`) : [`${path}${key}`],
  )
}

describe('facts', () => {
  it('names every fact of the catalogue in both languages', () => {
    const ids = [...catalog.matchAll(/FactEntry\{"(\w+)"/g)].map((found) => found[1])
    expect(ids.length).toBeGreaterThan(120)
    for (const id of [...ids, 'support_1_low', 'resistance_2_average']) {
      expect(fact_name(id, 'en'), id).not.toBe(id)
      expect(fact_name(id, 'zh'), id).not.toBe(id)
    }
  })
  it('explains every reason of absence and every pattern in both languages', () => {
    const reasons = [...sheet.matchAll(/string_view \w+ = "(\w+)"/g)].map((found) => found[1])
    expect(reasons.length).toBeGreaterThan(10)
    for (const language of [en, zh])
      expect(Object.keys(language.absence).sort()).toEqual([...reasons].sort())
    const shapes = [...(/names\{([^}]+)\}/.exec(patterns)?.[1] ?? '').matchAll(/"(\w+)"/g)]
    expect(shapes.length).toBeGreaterThan(5)
    for (const [, shape] of shapes) expect(Object.keys(zh.word)).toContain(shape)
  })
  it('has the same texts in both languages', () => {
    expect(keys(zh).sort()).toEqual(keys(en).sort())
  })
  it('groups by topic and keeps what it does not know', () => {
    const facts = [{ id: 'rsi_14', unit: 'index' }, { id: 'close', unit: 'price' }, { id: 'new_one', unit: 'count' }]
    expect(group_facts(facts).map((g) => g.id)).toEqual(['price', 'momentum', 'other'])
  })
  it('shows notation in every language and prose in its own', () => {
    expect(formula_of({ id: 'sma_20', unit: 'price', formula: 'sma(close, 20)' }, 'zh')).toBe('sma(close, 20)')
    expect(formula_of({ id: 'bars', unit: 'count', formula: 'complete sessions in the view' }, 'zh')).toBe('')
    expect(formula_of({ id: 'bars', unit: 'count', formula: 'complete sessions in the view' }, 'en')).not.toBe('')
  })
})
