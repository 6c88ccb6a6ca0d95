import type { ObjectDirective } from 'vue'

const figures_of = (root: HTMLElement) => Array.from(root.querySelectorAll<HTMLElement>('.claim'))

function make_reachable(root: HTMLElement, chosen: HTMLElement) {
  for (const figure of figures_of(root)) figure.tabIndex = figure === chosen ? 0 : -1
}

function keep_one_stop(root: HTMLElement) {
  const figures = figures_of(root)
  if (figures.length > 0 && !figures.some((figure) => figure.tabIndex === 0)) figures[0].tabIndex = 0
}

function move(root: HTMLElement, event: KeyboardEvent) {
  const figures = figures_of(root)
  const at = figures.indexOf(event.target as HTMLElement)
  const steps: Record<string, number> = {
    ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: figures.length - 1,
  }
  const next = figures[steps[event.key]]
  if (at < 0 || !next) return
  event.preventDefault()
  make_reachable(root, next)
  next.focus()
}

/** A text's figures are one stop of the Tab key; arrows, Home and End move among them. */
export const vFigureFocus: ObjectDirective<HTMLElement> = {
  mounted(root) {
    root.addEventListener('keydown', (event) => move(root, event))
    keep_one_stop(root)
  },
  updated: keep_one_stop,
}
