// Connecting prices: the three doors, the health of each source, a stock that becomes live.
// The server runs by the clock of an evening of 2026 and asks a stand-in for every provider.
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chart_is_drawn, look_at, open_context } from './browser.mjs'
import { check, eventually, expect, press_until, seen } from './checks.mjs'

const { EC_LIVE_URL: live, EC_STUB_URL: stub } = process.env
const session = '2026-03-20'
const key = 'twelve-stub-key-0123456789'
const series = (name) => fileURLToPath(new URL(`../../schema/seed/market/${name}.csv`, import.meta.url))
const keyless = '[data-testid=door-keyless]', keyed = '[data-testid=door-key]', from_file = '[data-testid=door-file]'

/** Sets how the stand-in answers; how many calls each provider has had. */
const stand_in = async (modes = {}) => (await fetch(`${stub}/control?${new URLSearchParams(modes)}`)).json()
const told = async (path) => (await fetch(live + path)).json()

async function choose(page, door, title) {
  await page.locator(`${door} .el-radio`, { hasText: title }).first().click()
}

async function test_source(page, door) {
  await page.locator(`${door} [data-testid=test]`).click()
  await seen(page, `${door} [data-testid=tests] li`)
}

async function first_door(page) {
  await check('banner_leads_to_connect', async () => {
    await page.goto(live)
    await page.locator('.banner a', { hasText: 'connect prices' }).click()
    await page.waitForURL('**/connect')
    await seen(page, 'h1:has-text("Connect prices")')
    await seen(page, '[data-testid=sources-table]')
    await seen(page, 'nav a.router-link-active:has-text("Prices")')
  })
  await check('nothing_goes_out_before_the_notice_is_ticked', async () => {
    expect((await page.locator(`${keyless} .notice`).innerText()).includes('not a service offered to programs'), 'the notice')
    for (const button of ['test', 'connect']) expect(await page.locator(`${keyless} [data-testid=${button}]`).isDisabled(), button)
    expect(Object.values(await stand_in()).every((n) => n === 0), 'calls went out')
  })
  await check('a_blocked_source_says_what_came_back_and_offers_the_next', async () => {
    await page.locator(`${keyless} [data-testid=accept]`).click()
    let calls = 0
    for (const [mode, words] of [['limited', /Too many requests.*HTTP 429/s], ['page', /A web page came back/], ['closed', /connection was closed/]]) {
      await stand_in({ yahoo: mode })
      await test_source(page, keyless)
      const rows = await page.locator(`${keyless} [data-testid=tests] li`).allInnerTexts()
      expect(rows.length === 3 && rows.every((row) => words.test(row) && row.includes('Yahoo Finance')), `${mode}: ${rows}`)
      // A kept connection that is closed under a call may be asked once more.
      const { yahoo } = await stand_in()
      expect(mode === 'closed' || yahoo === calls + 3, `one request a market: ${yahoo - calls}`)
      calls = yahoo
    }
    expect((await told('/api/v1/session')).sample_only, 'nothing else changes')
    await page.locator(`${keyless} [data-testid=blocked] a`, { hasText: 'key of your own' }).click()
    expect(await page.evaluate(() => document.activeElement.id === 'door-key'), 'the second door')
    await page.locator(`${keyless} [data-testid=blocked] a`, { hasText: 'CSV' }).click()
    expect(await page.evaluate(() => document.activeElement.id === 'door-file'), 'the third door')
    await page.locator(`${keyless} [data-testid=next-source]`).click()
    await seen(page, `${keyless} .el-radio.is-checked:has-text("Eastmoney")`)
    expect(await page.locator(`${keyless} [data-testid=test]`).isDisabled(), 'its own notice comes first')
    expect((await stand_in()).eastmoney_kline === 0, 'not asked yet')
  })
  await check('sources_table_tells_the_last_failure', async () => {
    await page.locator('[data-testid=reload]').click()
    const row = page.locator('[data-provider=yahoo]')
    await eventually(async () => /connection was closed/.test(await row.innerText()), 'reason in words')
    expect((await row.innerText()).includes(session), 'when')
    expect((await page.locator('[data-testid=sources-table] tbody tr').count()) === 9, 'every provider')
  })
  await check('sources_that_cannot_be_told_give_an_error_with_retry', async () => {
    await page.route('**/api/v1/providers', (route) => route.abort())
    await page.locator('[data-testid=reload]').click()
    await seen(page, '[role=alert]:has-text("does not answer")')
    await page.unroute('**/api/v1/providers')
    await page.locator('[role=alert] button', { hasText: 'Try again' }).click()
    await eventually(async () => (await page.locator('[role=alert]').count()) === 0, 'the error is gone')
    await seen(page, '[data-testid=sources-table]')
  })
  await check('a_quote_source_says_that_it_cannot_begin_a_series', async () => {
    await choose(page, keyless, 'Tencent quotes')
    expect((await page.locator(keyless).innerText()).includes('cannot begin a series'), 'says so')
  })
  await check('a_working_source_is_connected', async () => {
    await stand_in({ yahoo: 'ok' })
    await choose(page, keyless, 'Yahoo')
    await test_source(page, keyless)
    const rows = await page.locator(`${keyless} [data-testid=tests] li`).allInnerTexts()
    expect(rows.length === 3 && rows.every((row) => row.includes('works') && row.includes(session) && / ms| s/.test(row)), `${rows}`)
    await page.locator(`${keyless} [data-testid=connect]`).click()
    await seen(page, `${keyless} [data-testid=switched-on]`)
    await seen(page, '[data-testid=connected]:has-text("United States, Hong Kong, Mainland China")')
  })
}

async function second_door(page) {
  await check('a_key_is_tested_kept_and_never_shown', async () => {
    await page.goto(`${live}/connect`)
    await seen(page, keyed)
    await choose(page, keyed, 'Twelve Data')
    const input = page.locator(`${keyed} [data-testid=key]`)
    expect((await input.getAttribute('type')) === 'password' && (await input.getAttribute('autocomplete')) === 'off', 'hidden input')
    await input.fill(key)
    await test_source(page, keyed)
    await seen(page, `${keyed} [data-testid=tests] li:has-text("${session}")`)
    expect((await page.locator(`${keyed} [data-testid=key-place]`).innerText()).includes('No key'), 'a test stores nothing')
    await page.locator(`${keyed} [data-testid=connect]`).click()
    await seen(page, `${keyed} [data-testid=switched-on]`)
    expect((await page.locator(`${keyed} [data-testid=key-place]`).innerText()).includes('in a file'), 'where it is')
    expect((await input.inputValue()) === '' && !(await page.content()).includes(key), 'the key is gone from the page')
    expect(!JSON.stringify(await told('/api/v1/providers')).includes(key), 'and from the answers')
  })
  await check('disconnecting_forgets_the_key_when_told', async () => {
    await page.locator(`${keyed} .el-checkbox`, { hasText: 'Forget' }).click()
    await page.locator(`${keyed} [data-testid=disconnect]`).click()
    await seen(page, `${keyed} [data-testid=key-place]:has-text("No key")`)
    expect(await page.locator(`${keyed} [data-testid=test]`).isDisabled(), 'nothing to test with')
  })
}

function file_of(name, change, of = 'us/TSLA') {
  const [heading, ...rows] = readFileSync(series(of), 'utf8').trim().split('\n')
  return { name, mimeType: 'text/csv', buffer: Buffer.from(change([heading, ...rows.slice(-400)]).join('\n')) }
}

async function third_door(page) {
  const file = file_of('tesla.csv', (rows) => [...rows, '2022-13-41,1,1,1,1,1,1', '2023-08-14,1,x,1,1,1,1'])
  await check('a_dropped_file_is_read_before_it_is_stored', async () => {
    await page.goto(`${live}/connect`)
    await seen(page, from_file)
    const data = await page.evaluateHandle(([name, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], name, { type: 'text/csv' }))
      return transfer
    }, [file.name, file.buffer.toString()])
    await page.dispatchEvent('[data-testid=drop]', 'drop', { dataTransfer: data })
    await seen(page, '[data-testid=import-status]:has-text("Choose the symbol")')
    await page.locator(`${from_file} .search input`).fill('TSLA')
    await page.locator('.hit:has-text("TSLA")').first().click()
    await seen(page, '[data-choice=basis]')
    expect((await page.locator(`${from_file} [role=alert]`).innerText()).includes('as traded or adjusted'), 'what is missing')
    await page.locator('[data-choice=basis] .el-radio', { hasText: /^adjusted for splits$/ }).click()
    await seen(page, '[data-testid=import-summary]')
    const summary = await page.locator('[data-testid=import-summary]').innerText()
    for (const words of ['402 read, 400 accepted, 2 rejected', 'the date cannot be read', 'a price is no number', 'as you stated', 'close'])
      expect(summary.includes(words), `${words}: ${summary.replaceAll('\n', ' / ')}`)
    expect((await told('/api/v1/symbols/TSLA')).sample, 'nothing is stored yet')
  })
  await check('the_read_file_is_imported', async () => {
    await page.locator(`${from_file} [data-testid=import]`).click()
    await seen(page, '[data-testid=imported]')
    expect((await page.locator('[data-testid=imported]').innerText()).includes('400 sessions new'), 'how many')
    await page.locator('[data-testid=imported] a').click()
    await page.waitForURL('**/stocks/TSLA')
    await seen(page, '[data-testid=source]:has-text("csv:tesla.csv")')
  })
  await check('what_a_file_leaves_open_is_asked_one_after_another', async () => {
    await page.goto(`${live}/connect`)
    await page.locator(`${from_file} .search input`).fill('600519')
    await page.locator('.hit:has-text("600519.SH")').first().click()
    // Days before the thirteenth only, written with the month first: no row tells the order.
    const open_file = file_of('moutai.csv', ([, ...rows]) => ['Date,Open,High,Low,Close,Volume,Remark', ...rows.flatMap((row) => {
      const [date, ...cells] = row.split(',')
      const [year, month, day] = date.split('-')
      return Number(day) < 13 ? [[`${month}/${day}/${year}`, ...cells.slice(0, 4), cells[5], 'x'].join(',')] : []
    })], 'cn/600519.SH')
    await page.locator('[data-testid=file]').setInputFiles(open_file)
    const answers = { date_order: 'month, as in', basis: 'as traded', volume_unit: 'shares' }
    const unanswered = page.locator('[data-choice]:not(:has(.is-checked))').first(), summary = page.locator('[data-testid=import-summary]')
    const asked = []
    while (asked.length < 4) {
      await unanswered.or(summary).first().waitFor({ state: 'visible' })
      if (await summary.isVisible()) break
      asked.push(await unanswered.getAttribute('data-choice'))
      await unanswered.locator('.el-radio', { hasText: answers[asked.at(-1)] }).first().click()
    }
    expect(asked.sort().join() === 'basis,date_order,volume_unit', `asked for ${asked}`)
    expect(/0 rejected/.test(await page.locator('[data-testid=import-summary]').innerText()), 'dates are read in the stated order')
  })
  await check('a_file_that_cannot_be_read_says_why', async () => {
    await page.goto(`${live}/connect`)
    await page.locator(`${from_file} .search input`).fill('TSLA')
    await page.locator('.hit:has-text("TSLA")').first().click()
    await page.locator('[data-testid=file]').setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('date,close\n2021-01-04,1\n') })
    await seen(page, `${from_file} [role=alert]:has-text("Columns are missing")`)
    expect((await page.locator(`${from_file} [role=alert]`).innerText()).includes('heading'), 'what is missing')
  })
}

async function live_stock(page) {
  await check('refreshing_makes_a_stock_live_and_names_its_source', async () => {
    await page.goto(`${live}/stocks/MSFT`)
    await seen(page, '.quote:has-text("Sample data")')
    await page.locator('[data-testid=refresh-prices]').click()
    await seen(page, `[data-testid=refresh-result]:has-text("Yahoo Finance: prices up to ${session}")`)
    await seen(page, '[data-testid=source]:has-text("Yahoo Finance")')
    await seen(page, `.quote:has-text("${session}")`)
    expect(!(await page.locator('.quote').innerText()).includes('Sample'), 'no sample mark')
    expect((await page.locator('.banner').count()) === 0, 'no sample banner')
  })
  await check('the_last_complete_session_is_analysed', async () => {
    await page.goto(`${live}/stocks/MSFT?as_of=2025-12-31`)
    await page.locator('[data-testid=analyse-last]').click()
    await page.waitForURL(/\/reports\/.+/)
    await seen(page, '[data-testid=report]')
    expect((await page.locator('main').innerText()).includes(session), 'of that session')
  })
  await check('an_analysis_without_prices_says_what_each_source_did', async () => {
    await stand_in({ yahoo: 'page' })
    await page.goto(`${live}/stocks/AAPL`)
    await page.locator('[data-testid=analyse-last]').click()
    await seen(page, '[data-testid=analysis-error]')
    const said = await page.locator('[data-testid=analysis-progress]').innerText()
    expect(/No report was stored/.test(said) && /Yahoo Finance/.test(said), said)
    await seen(page, '[data-testid=analysis-progress] a[href="/connect"]')
  })
  await check('a_refused_refresh_changes_nothing_and_opens_the_breaker', async () => {
    for (let i = 0; i < 3; i++) {
      await page.locator('[data-testid=refresh-prices]').click()
      await seen(page, '[data-testid=refresh-result]:has-text("No source gave newer prices")')
      await seen(page, '[data-testid=refresh] li:has-text("Yahoo Finance")')
    }
    await seen(page, '.quote:has-text("Sample data")')
    await page.locator('[data-testid=refresh] a').click()
    await seen(page, `[data-provider=yahoo] .open:has-text("open until ${session}")`)
  })
}

async function by_keyboard(browser, problems) {
  const { context, page } = await open_context(browser, { language: 'zh' }, problems)
  await check('keyboard_alone_ticks_tests_and_chooses_a_file', async () => {
    await page.goto(`${live}/connect`)
    await seen(page, `${keyless} .el-radio.is-checked`)
    await press_until(page, `${keyless} input[type=radio]`)
    await page.keyboard.press('ArrowDown')
    await seen(page, `${keyless} .el-radio.is-checked:has-text("东方财富")`)
    await press_until(page, `${keyless} input[type=checkbox]`)
    await page.keyboard.press('Space')
    await press_until(page, `${keyless} [data-testid=test]`)
    await page.keyboard.press('Enter')
    await seen(page, `${keyless} [data-testid=tests] li:has-text("连接就被关闭")`)
    await seen(page, `${keyless} [data-testid=next-source]:has-text("试下一个来源")`)
    await press_until(page, '[data-testid=file]')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement.closest('label')).outlineStyle !== 'none'), 'focus is visible')
  })
  await context.close()
}

async function take_pictures(browser, problems, folder) {
  mkdirSync(folder, { recursive: true })
  const wide = [], blank = []
  const shoot = async (page, name) => {
    await page.waitForLoadState('networkidle')
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(name)
    const { colours, commonest } = await look_at(page, await page.screenshot({ path: `${folder}/${name}`, fullPage: true }))
    if (colours < 40 || commonest > 0.985) blank.push(name)
  }
  for (const language of ['en', 'zh'])
    for (const theme of ['light', 'dark']) {
      const { context, page } = await open_context(browser, { language, theme }, problems)
      for (const width of [390, 1440]) {
        await stand_in({ yahoo: width === 390 ? 'limited' : 'ok' })
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${live}/connect`)
        await seen(page, '[data-testid=sources-table]')
        await test_source(page, keyless)
        const symbol = width === 390 ? 'NVDA' : 'TSLA'
        await page.locator(`${from_file} .search input`).fill(symbol)
        await page.locator(`.hit:has-text("${symbol}")`).first().click()
        await page.locator('[data-testid=file]').setInputFiles(file_of('shares.csv', (rows) => [...rows, '2023-08-14,1,x,1,1,1,1']))
        await seen(page, '[data-choice=basis]')
        if (width !== 390) {
          await page.locator('[data-choice=basis] .el-radio').nth(1).click()
          await seen(page, '[data-testid=import-summary]')
        }
        await shoot(page, `connect-${width}-${language}-${theme}.png`)
        await page.goto(`${live}/stocks/MSFT`)
        await seen(page, '[data-testid=price-chart] canvas')
        await page.locator('[data-testid=refresh-prices]').click()
        await seen(page, '[data-testid=refresh] .el-button:not(.is-loading)')
        await eventually(() => chart_is_drawn(page, '[data-testid=price-chart]'), 'candles of the live series')
        await shoot(page, `live-${width}-${language}-${theme}.png`)
      }
      await context.close()
    }
  await check('16_screenshots_of_connect_are_drawn', () => expect(blank.length === 0, blank.join(', ')))
  await check('connect_does_not_scroll_sideways', () => expect(wide.length === 0, wide.join(', ')))
}

/** What the browser itself says of answers that are meant to be refusals. */
const is_meant = (text) => /status of 4\d\d|net::ERR_FAILED/.test(text)

export async function connect_prices(browser, problems, pictures) {
  const own = []
  const { context, page } = await open_context(browser, {}, own)
  await first_door(page)
  await second_door(page)
  await third_door(page)
  await live_stock(page)
  await context.close()
  await by_keyboard(browser, own)
  if (pictures) await check('screenshots_of_connect_taken', () => take_pictures(browser, own, pictures))
  problems.push(...own.filter((text) => !is_meant(text)))
}
