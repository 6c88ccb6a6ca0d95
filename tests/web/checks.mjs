// What the journeys say of each check: "ok NAME" or "FAIL NAME" and why.
export const failures = []

export function expect(truth, what) {
  if (!truth) throw new Error(what)
}

export async function check(name, act) {
  try {
    await act()
    console.log(`ok ${name}`)
  } catch (error) {
    failures.push(name)
    console.log(`FAIL ${name}`)
    console.log(`  ${String(error.message ?? error).split('\n').slice(0, 6).join('\n  ')}`)
  }
}

export const seen = (page, selector) => page.locator(selector).first().waitFor({ state: 'visible' })

export async function eventually(test, what) {
  for (let i = 0; i < 100; i++) {
    if (await test()) return
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  throw new Error(what)
}

/** Presses Tab until the focus is on what the selector names. */
export async function press_until(page, selector) {
  for (let i = 0; i < 60; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${selector}`)
}
