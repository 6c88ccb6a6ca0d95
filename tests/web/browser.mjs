// Chromium for the journey: one launch, and contexts that record what no page may do.
import { fileURLToPath, pathToFileURL } from 'node:url'

const library = fileURLToPath(new URL('../../apps/web/node_modules/playwright-core/index.mjs', import.meta.url))
const { chromium } = await import(pathToFileURL(library).href)

export function launch() {
  return chromium.launch({
    executablePath: process.env.EC_CHROMIUM ?? '/usr/bin/chromium',
    timeout: 120_000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update'],
  })
}

/** A context with the reader's stored choices; violations and console errors go into `problems`. */
export async function open_context(browser, choices, problems) {
  const { language = 'en', theme = 'light', width = 1440, height = 900 } = choices
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' })
  await context.addInitScript(
    ([l, t]) => {
      // The switches of the page under test stay in force over its own reloads.
      if (!localStorage.getItem('ec.language')) localStorage.setItem('ec.language', l)
      if (!localStorage.getItem('ec.theme')) localStorage.setItem('ec.theme', t)
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`))
    },
    [language, theme],
  )
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  return { context, page }
}

/** How many different colours a picture has, and the share of its commonest, sampled in the browser. */
export async function look_at(page, picture) {
  return page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const drawing = canvas.getContext('2d')
    drawing.drawImage(bitmap, 0, 0)
    const pixels = drawing.getImageData(0, 0, bitmap.width, bitmap.height).data
    const counts = new Map()
    for (let i = 0; i < pixels.length; i += 4 * 7) {
      const colour = (pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]
      counts.set(colour, (counts.get(colour) ?? 0) + 1)
    }
    const sampled = Math.ceil(pixels.length / 28)
    return { colours: counts.size, commonest: Math.max(...counts.values()) / sampled }
  }, picture.toString('base64'))
}

/** True where a canvas of the chart holds candles: pixels of more than a few colours. */
export function chart_is_drawn(page, selector) {
  return page.evaluate((wanted) => {
    for (const canvas of document.querySelectorAll(`${wanted} canvas`)) {
      if (!canvas.width || !canvas.height) continue
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
      const colours = new Set()
      for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3]) colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2])
      if (colours.size > 8) return true
    }
    return false
  }, selector)
}
