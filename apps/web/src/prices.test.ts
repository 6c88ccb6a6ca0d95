import { describe, expect, it } from 'vitest'
import catalog from '../../../libcore/marketdata/src/provider_catalog.cpp?raw'
import answers from '../../../libcore/marketdata/src/provider_answers.cpp?raw'
import rows from '../../../libcore/market/src/price_csv.cpp?raw'
import headings from '../../../libcore/market/src/price_headings.cpp?raw'
import router from '../../../libcore/marketdata/src/price_router.cpp?raw'
import units from '../../../libcore/market/src/price_units.cpp?raw'
import type { ConnectionTest, Provider } from '@/api/client'
import en from './texts/en.json'
import zh from './texts/zh.json'
import {
  all_failed, choice_of, count_flags, evidence_key, group_rejected, latency_text, market_of, moment_text, next_source, of_door, reason_key,
} from './prices'

const provider = (name: string, needs_key: boolean, answers: string) => ({ name, needs_key, answers }) as Provider
const test = (works: boolean) => ({ works }) as ConnectionTest
const sources = [
  provider('quotes', false, 'quote'), provider('first', false, 'bars'), provider('keyed', true, 'bars'), provider('second', false, 'bars'),
]

describe('doors', () => {
  it('shows those that can begin a series first', () => {
    expect(of_door(sources, false).map((one) => one.name)).toEqual(['first', 'second', 'quotes'])
    expect(of_door(sources, true).map((one) => one.name)).toEqual(['keyed'])
  })
  it('offers the next source that was not found blocked, and never one of quotes', () => {
    const keyless = of_door(sources, false)
    expect(next_source(keyless, 'first', {})?.name).toBe('second')
    expect(next_source(keyless, 'second', { first: [test(false)], second: [test(false)] })).toBeUndefined()
    expect(next_source(keyless, 'second', { first: [test(false), test(true)] })?.name).toBe('first')
  })
  it('calls a source blocked only when every market was refused', () => {
    expect(all_failed([])).toBe(false)
    expect(all_failed([test(false), test(true)])).toBe(false)
    expect(all_failed([test(false), test(false)])).toBe(true)
  })
})

describe('import', () => {
  it('tells which choice a refusal asks for', () => {
    expect(choice_of({ code: 'import.basis_unknown' })).toBe('basis')
    expect(choice_of({ code: 'import.volume_unit_unknown', errors: [{ field: 'volume' }] })).toBe('volume_unit')
    expect(choice_of({ code: 'import.date_order_unknown', errors: [{ field: 'date' }] })).toBe('date_order')
    expect(choice_of({ code: 'query.date', errors: [{ field: 'base_date' }] })).toBe('base_date')
    expect(choice_of({ code: 'import.no_rows', errors: [{ field: 'file' }] })).toBeUndefined()
  })
  it('knows every choice that the reader of files asks for', () => {
    const asked = [...units.matchAll(/"(import\.\w+_unknown)"/g)].map((found) => found[1])
    expect(asked.length).toBeGreaterThan(1)
    for (const code of asked) expect(choice_of({ code }), code).toBeDefined()
  })
  it('groups rejected rows by reason', () => {
    const row = (line: number, reason: string) => ({ line, reason, text: `row ${line}` })
    expect(group_rejected([row(3, 'a'), row(5, 'b'), row(7, 'b')])).toEqual([
      { reason: 'b', count: 2, line: 5, text: 'row 5' }, { reason: 'a', count: 1, line: 3, text: 'row 3' },
    ])
  })
  it('counts flags with the first day of each', () => {
    const flagged = [{ line: 1, date: '2021-01-04', flags: ['x'] }, { line: 2, date: '2021-01-05', flags: ['x', 'y'] }]
    expect(count_flags(flagged)).toEqual([{ flag: 'x', count: 2, date: '2021-01-04' }, { flag: 'y', count: 1, date: '2021-01-05' }])
  })
  it('reads how a basis was known', () => {
    expect(evidence_key('amount / volume lies inside low..high on 9 of 10 rows')).toEqual({ key: 'evidence.inside_rows', a: '9', b: '10' })
    expect(evidence_key('some other way')).toBeUndefined()
  })
  it('has words for what the reader of files says', () => {
    const rejections = [...rows.matchAll(/"((?:date|price|split|volume|number|line|symbol|duplicate)\.\w+)"/g)].map((found) => found[1])
    expect(rejections.length).toBeGreaterThan(8)
    for (const reason of rejections) expect(zh.reason, reason).toHaveProperty(reason_key(reason).slice('reason.'.length))
    const roles = [...headings.matchAll(/\{Column::\w+, "(\w+)"\}/g)].map((found) => found[1])
    expect(roles.length).toBeGreaterThan(10)
    for (const role of roles) expect(zh.role).toHaveProperty(role)
    for (const [, layout] of headings.matchAll(/return "(\w+)";/g)) expect(zh.layout).toHaveProperty(layout)
  })
})

describe('sources', () => {
  it('names every source and every reason of the router in both languages', () => {
    const named = [...catalog.matchAll(/official\(Provider::(\w+), "[^"]+",\s*"(\w+)"\)/g)].flatMap((found) => [found[1], found[2]])
    expect(new Set(named).size).toBeGreaterThan(9)
    const reasons = [answers, router].flatMap((text) => [...text.matchAll(/"(provider\.\w+)"/g)].map((found) => found[1]))
    expect(new Set(reasons).size).toBeGreaterThan(12)
    for (const language of [en, zh]) {
      for (const name of named) expect(language.source).toHaveProperty(name)
      for (const reason of reasons) expect(language.reason).toHaveProperty(reason_key(reason).slice('reason.'.length))
    }
  })
  it('takes the market from the suffix', () => {
    expect(['AAPL', 'BRK.B', '0700.HK', '600519.SH', '430047.BJ'].map(market_of)).toEqual(['us', 'us', 'hk', 'cn', 'cn'])
  })
  it('writes moments and latencies', () => {
    const at = new Date(2026, 2, 20, 9, 5)
    expect(moment_text(at.getTime() * 1000)).toBe('2026-03-20 09:05')
    expect([latency_text(85), latency_text(1540)]).toEqual(['85 ms', '1.5 s'])
  })
})
