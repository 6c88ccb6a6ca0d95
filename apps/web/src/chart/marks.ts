import type {
  ISeriesPrimitive, ISeriesPrimitivePaneRenderer, ISeriesPrimitivePaneView, SeriesAttachedParameter, Time,
} from 'lightweight-charts'

export interface Zone { low: number; high: number }
type Target = Parameters<ISeriesPrimitivePaneRenderer['draw']>[0]

const least_height = 3

/** The shaded levels behind the candles and the dashed line of the as-of session. */
export class ChartMarks implements ISeriesPrimitive<Time> {
  private attached_to?: SeriesAttachedParameter<Time>
  private readonly views: ISeriesPrimitivePaneView[]

  constructor(
    private readonly zones: Zone[],
    private readonly as_of: string | undefined,
    private readonly colours: { zone: string; line: string },
  ) {
    this.views = [
      { zOrder: () => 'bottom', renderer: () => ({ draw: (target: Target) => this.draw(target) }) },
    ]
  }

  attached(parameter: SeriesAttachedParameter<Time>) {
    this.attached_to = parameter
  }
  detached() {
    this.attached_to = undefined
  }
  paneViews() {
    return this.views
  }

  private draw(target: Target) {
    const attached_to = this.attached_to
    if (!attached_to) return
    const { chart, series } = attached_to
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = this.colours.zone
      for (const zone of this.zones) {
        const top = series.priceToCoordinate(zone.high)
        const bottom = series.priceToCoordinate(zone.low)
        if (top === null || bottom === null) continue
        context.fillRect(0, top, mediaSize.width, Math.max(least_height, bottom - top))
      }
      const x = this.as_of ? chart.timeScale().timeToCoordinate(this.as_of as Time) : null
      if (x === null) return
      context.strokeStyle = this.colours.line
      context.setLineDash([5, 4])
      context.beginPath()
      context.moveTo(x, 0)
      context.lineTo(x, mediaSize.height)
      context.stroke()
      context.setLineDash([])
    })
  }
}

/** The first bar to show: a few earlier where a month would begin under the left edge and its name be cut. */
export function first_visible(dates: string[], wanted: number): number {
  const from = Math.max(0, dates.length - wanted)
  const clear = 6
  for (let i = Math.max(1, from - 1); i < Math.min(from + clear, dates.length); i++)
    if (dates[i].slice(0, 7) !== dates[i - 1].slice(0, 7)) return Math.max(0, i - clear)
  return from
}
