/** The page's colours as the chart library wants them: read from the style sheet once a drawing. */
export interface ChartColours {
  ink: string
  soft: string
  line: string
  card: string
  up: string
  down: string
  zone: string
  font: string
  averages: string[]
}

export function read_colours(): ChartColours {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: value('--ec-ink'),
    soft: value('--ec-soft'),
    line: value('--ec-line'),
    card: value('--ec-card'),
    up: value('--ec-up'),
    down: value('--ec-down'),
    zone: value('--ec-zone'),
    font: getComputedStyle(document.body).fontFamily,
    averages: [value('--ec-amber'), value('--ec-accent'), value('--ec-violet')],
  }
}
