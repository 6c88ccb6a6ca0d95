import type { ConnectionTest, Import, MarketName, Provider } from '@/api/client'

/** The market that a symbol's suffix names. */
export function market_of(symbol: string): MarketName {
  if (symbol.endsWith('.HK')) return 'hk'
  return /\.(SH|SZ|BJ)$/.test(symbol) ? 'cn' : 'us'
}

/** Where the texts keep what a reason means: "provider.closed" as "reason.provider_closed". */
export function reason_key(reason: string): string {
  return `reason.${reason.replaceAll('.', '_')}`
}

/** Providers of one door, those that can begin a series first, otherwise in the server's order. */
export function of_door(providers: Provider[], needs_key: boolean): Provider[] {
  const chosen = providers.filter((one) => one.needs_key === needs_key)
  return [...chosen.filter((one) => one.answers === 'bars'), ...chosen.filter((one) => one.answers !== 'bars')]
}

/** The first other source of bars that has not been found blocked: the one to try next. */
export function next_source(
  providers: Provider[], blocked: string, tests: Record<string, ConnectionTest[]>,
): Provider | undefined {
  return providers.find(
    (one) => one.name !== blocked && one.answers === 'bars' && !(one.name in tests && all_failed(tests[one.name])),
  )
}

export function all_failed(tests: ConnectionTest[]): boolean {
  return tests.length > 0 && tests.every((test) => !test.works)
}

export type ImportChoice = 'basis' | 'volume_unit' | 'date_order' | 'base_date'

/** What a refused import asks its reader to state; undefined where the file itself is at fault. */
export function choice_of(problem: { code?: string; errors?: { field: string }[] }): ImportChoice | undefined {
  const by_code: Record<string, ImportChoice> = {
    'import.basis_unknown': 'basis',
    'import.basis_contradicted': 'basis',
    'import.volume_unit_unknown': 'volume_unit',
    'import.date_order_unknown': 'date_order',
  }
  const named = problem.errors?.map((error) => error.field) ?? []
  const choices: ImportChoice[] = ['basis', 'volume_unit', 'date_order', 'base_date']
  return by_code[problem.code ?? ''] ?? choices.find((choice) => named.includes(choice))
}

export interface RejectedGroup {
  reason: string
  count: number
  line: number
  text: string
}

/** Rejected rows by reason, the commonest first, each with its first row as the example. */
export function group_rejected(rows: Import['rejected']): RejectedGroup[] {
  const groups = new Map<string, RejectedGroup>()
  for (const row of rows) {
    const group = groups.get(row.reason)
    if (group) group.count++
    else groups.set(row.reason, { reason: row.reason, count: 1, line: row.line, text: row.text })
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}

/** Flagged rows by flag: how often each occurs. */
export function count_flags(rows: Import['flagged']): { flag: string; count: number; date: string }[] {
  const counts = new Map<string, { flag: string; count: number; date: string }>()
  for (const row of rows)
    for (const flag of row.flags) {
      const known = counts.get(flag)
      if (known) known.count++
      else counts.set(flag, { flag, count: 1, date: row.date })
    }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

const evidence_patterns: [string, RegExp][] = [
  ['inside_rows', /^amount \/ volume lies inside low\.\.high on (\d+) of (\d+) rows$/],
  ['near_close', /^amount \/ volume is near the close/],
  ['stated', /^stated by the caller$/],
  ['title', /^stated in the file's title$/],
  ['heading', /^named in the heading$/],
  ['layout', /^the (\w+) layout$/],
  ['market', /^sources of this market give shares$/],
  ['index', /^index levels are not adjusted$/],
  ['split_steps', /^the adjusted close steps at (\d+) splits/],
  ['dividends_only', /^the adjusted close differs on (\d+) rows/],
]

/** How a file's basis or unit was known, as a key of the texts with its figures. */
export function evidence_key(text: string): { key: string; a: string; b: string } | undefined {
  for (const [key, pattern] of evidence_patterns) {
    const found = pattern.exec(text)
    if (found) return { key: `evidence.${key}`, a: found[1] ?? '', b: found[2] ?? '' }
  }
  return undefined
}

/** An instant of the server in the reader's own zone, to the minute. */
export function moment_text(us: number): string {
  const at = new Date(us / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

export function latency_text(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}
