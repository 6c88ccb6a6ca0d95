import { api, unwrap, type Import } from '@/api/client'

export interface ImportChoices {
  basis?: 'raw' | 'split_adjusted' | 'adjusted'
  volume_unit?: 'shares' | 'lots'
  date_order?: 'mdy' | 'dmy'
  base_date?: string
}

/** Sends a file as it is on the disk: its encoding is for the server to find out. */
export function send_file(symbol: string, file: File, choices: ImportChoices, dry_run: boolean): Promise<Import> {
  return unwrap(
    api.POST('/api/v1/symbols/{symbol}/imports', {
      params: {
        path: { symbol },
        query: { ...choices, dry_run: dry_run ? 'true' : 'false', file_name: file.name.slice(-120) },
      },
      body: file as unknown as string,
      bodySerializer: (body) => body,
      headers: { 'Content-Type': 'text/csv' },
    }),
  )
}
