import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export type Analysis = Schemas['Analysis']
export type Audit = Schemas['Audit']
export type Bars = Schemas['Bars']
export type Claim = Schemas['Claim']
export type ConnectionTest = Schemas['ConnectionTest']
export type Fact = Schemas['FactSheet']['facts'][number]
export type Import = Schemas['Import']
export type Indicators = Schemas['Indicators']
export type MarketName = Schemas['MarketName']
export type Provider = Schemas['Provider']
export type Refresh = Schemas['Refresh']
export type ReportDetail = Schemas['ReportDetail']
export type ReportRow = Schemas['ReportRow']
export type Reveal = Schemas['Reveal']
export type Session = Schemas['Session']
export type SymbolInfo = Schemas['SymbolInfo']
type Problem = Schemas['Problem']

/** What went wrong, why and what to do, as a page shows it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`)
  }
}

export const api = createClient<paths>({ baseUrl: '/' })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer, or an ApiError; a dead connection becomes status 0. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch {
    throw new ApiError(0, {})
  }
  if (answer.response.ok && answer.data !== undefined) return answer.data
  throw new ApiError(answer.response.status, (answer.error ?? {}) as Partial<Problem>)
}

export function make_idempotency_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

/** Follows a task to its final state: events, and polling where the stream breaks. */
export function follow_analysis(id: string, on_change: (analysis: Analysis) => void): () => void {
  const final = new Set(['succeeded', 'failed', 'cancelled'])
  let stopped = false
  const source = new EventSource(`/api/v1/analyses/${encodeURIComponent(id)}/events`)
  const take = (analysis: Analysis) => {
    if (stopped) return
    on_change(analysis)
    if (final.has(analysis.state)) stop()
  }
  const stop = () => {
    stopped = true
    source.close()
  }
  const poll = async () => {
    while (!stopped) {
      try {
        take(await unwrap(api.GET('/api/v1/analyses/{id}', { params: { path: { id } } })))
      } catch {
        /* the next round asks again */
      }
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
  source.addEventListener('progress', (event) => take(JSON.parse((event as MessageEvent).data)))
  source.onerror = () => {
    source.close()
    if (!stopped) void poll()
  }
  return stop
}
