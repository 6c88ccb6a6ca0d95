import type { Fact } from '@/api/client'
import type { Language } from '@/stores/preferences'
import names from '@/texts/facts.json'

type Names = Record<string, string[]>
const groups = Object.entries(names as Record<string, Names>)
const by_id = new Map(groups.flatMap(([, facts]) => Object.entries(facts)))

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The name a reader knows a fact by; its id where there is none. */
export function fact_name(id: string, language: Language): string {
  const pair = by_id.get(id)
  return pair ? capital(pair[language === 'zh' ? 1 : 0]) : id
}

/** The formula, where it is notation that every language reads; prose says what the name says. */
export function formula_of(fact: Fact, language: Language): string {
  const formula = fact.formula ?? ''
  const is_notation = /[()/*]|\[\d+\]/.test(formula) || /^[a-z_0-9]+$/.test(formula)
  return language === 'en' || is_notation ? formula : ''
}

export interface FactGroup {
  id: string
  facts: Fact[]
}

/** The facts in the order and groups of the catalogue; unknown ones last. */
export function group_facts(facts: Fact[]): FactGroup[] {
  const wanted = new Map(facts.map((fact) => [fact.id, fact]))
  const grouped = groups.map(([id, known]) => ({
    id,
    facts: Object.keys(known).flatMap((name) => wanted.get(name) ?? []),
  }))
  const other = facts.filter((fact) => !by_id.has(fact.id))
  return [...grouped, { id: 'other', facts: other }].filter((group) => group.facts.length > 0)
}

/** The levels the report names, as a chart shades them: at most two on a side. */
export function zones_of(facts: Fact[]): { low: number; high: number }[] {
  const value = (id: string) => facts.find((fact) => fact.id === id)?.value
  return ['support_1', 'support_2', 'resistance_1', 'resistance_2'].flatMap((name) => {
    const [low, high] = [value(`${name}_low`), value(`${name}_high`)]
    return typeof low === 'number' && typeof high === 'number' ? [{ low, high }] : []
  })
}
