// A reader's way through the application. Prints "ok NAME" or "FAIL NAME" for each check.
import { mkdirSync, writeFileSync } from 'node:fs'
import { chart_is_drawn, launch, look_at, open_context } from './browser.mjs'
import { check, eventually, expect, failures, press_until, seen } from './checks.mjs'
import { connect_prices } from './connect.mjs'

const { EC_SAMPLE_URL: sample, EC_EMPTY_URL: empty, EC_SAMPLE_SERVER: server } = process.env
const pictures = process.env.EC_SCREENSHOT_DIR
const day = '2021-03-31'
const problems = []

async function research(page) {
  await check('home_loads', async () => {
    await page.goto(sample)
    await seen(page, '.tiles .tile')
    expect((await page.locator('.tiles .tile').count()) >= 10, 'ten sample series as tiles')
    expect((await page.locator('.banner').innerText()).includes('Sample data'), 'sample banner')
  })
  await check('search_finds_tencent_in_chinese', async () => {
    await page.locator('.search input').fill('腾讯')
    await seen(page, '.hit:has-text("0700.HK")')
  })
  await check('stock_page_draws_candles', async () => {
    await page.goto(`${sample}/stocks/AAPL?as_of=${day}`)
    await seen(page, '[data-testid=price-chart] canvas')
    await eventually(() => chart_is_drawn(page, '[data-testid=price-chart]'), 'candles on the canvas')
    expect((await page.locator('.quote').innerText()).includes('122.15'), 'the close of that day')
  })
  await check('indicator_panes_change', async () => {
    for (const name of ['RSI', 'KDJ', 'MACD']) {
      await page.locator('.el-radio-button', { hasText: name }).click()
      await seen(page, `.pane-title:has-text("${name}(")`)
    }
  })
  await check('analyse_shows_progress_and_lands_on_the_report', async () => {
    const progress = page.locator('[data-testid=analysis-progress]').waitFor({ state: 'attached' })
    await page.locator('[data-testid=analyse]').click()
    await progress
    await page.waitForURL(/\/reports\/.+/)
    await seen(page, '[data-testid=report]')
  })
}

async function report(page) {
  const marks = '[data-testid=report] .claim'
  await check('figures_are_plain_until_sources_are_shown', async () => {
    await seen(page, marks)
    expect((await page.locator(`${marks}.shown`).count()) === 0, 'no mark at first')
    expect((await page.locator(`${marks} .source`).count()) === 0, 'no source at first')
    await page.locator('[data-testid=sources]').click()
    expect((await page.locator(`${marks}.shown`).count()) > 40, 'marks after pressing Show sources')
    expect((await page.locator(`${marks} .source`).count()) > 40, 'fact ids after pressing')
    await page.keyboard.press('s')
    expect((await page.locator(`${marks}.shown`).count()) === 0, 'the key hides them again')
  })
  await check('report_chart_and_call_bars_are_drawn', async () => {
    await eventually(() => chart_is_drawn(page, '[data-testid=price-chart]'), 'candles in the report')
    expect((await page.locator('[data-testid=call-bars] svg').count()) === 3, 'three bars')
  })
  await check('reveal_shows_event_and_score', async () => {
    await page.goto(`${sample}/reports/${await stored_report('en', '2020-12-31')}`)
    await page.locator('[data-testid=reveal] button').click()
    await seen(page, '[data-testid=reveal] dl')
    expect(/Brier/.test(await page.locator('[data-testid=reveal]').innerText()), 'the Brier score')
  })
  await check('report_list_shows_the_report', async () => {
    await page.goto(`${sample}/reports`)
    await seen(page, 'tbody tr:has-text("AAPL")')
  })
  await check('check_a_text_marks_a_wrong_rsi', async () => {
    await page.goto(`${sample}/check`)
    await page.getByText('Use an example').click()
    await page.locator('[data-testid=check]').click()
    await seen(page, '[data-testid=marks] .claim.contradicted')
    const wrong = await page.locator('[data-testid=marks] .claim.contradicted').allInnerTexts()
    expect(wrong.some((text) => text.includes('71') && /data 4[78]/.test(text)), `RSI 71 against the data: ${wrong}`)
  })
}

async function switches(page) {
  await check('chinese_switch', async () => {
    await page.goto(sample)
    await page.locator('.display button', { hasText: '中文' }).click()
    await seen(page, 'h1:has-text("读当时写下的报告")')
    expect((await page.getAttribute('html', 'lang')) === 'zh-CN', 'html lang')
  })
  await check('facts_are_chinese_on_a_chinese_page', async () => {
    await page.goto(`${sample}/stocks/AAPL?as_of=${day}`)
    await seen(page, '[data-testid=facts] tbody tr')
    const text = await page.locator('[data-testid=facts]').innerText()
    for (const words of ['收盘价', '来源未提供', '当日之前没有已披露的财报', '价格与收益']) expect(text.includes(words), words)
    const english = text.split('\n').find((line) => /not available|not given|sessions? in|no filing/.test(line))
    expect(!english, `English on a Chinese page: ${english}`)
  })
  await check('a_refusal_is_chinese_on_a_chinese_page', async () => {
    await page.goto(`${sample}/stocks/NOSUCH`)
    await seen(page, '[role=alert]:has-text("没有与之相符的公司")')
    problems.splice(0, problems.length, ...problems.filter((text) => !/404/.test(text)))
  })
  await check('dark_switch', async () => {
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.locator('.display button', { hasText: '深色' }).click()
    await seen(page, 'html.dark')
    expect(before !== (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)), 'paper colour')
  })
  await check('unknown_page_says_so', async () => {
    await page.goto(`${sample}/no/such/page`)
    await seen(page, 'h1:has-text("没有这个页面")')
  })
}

async function titles(browser) {
  const id = await stored_report('en', '2020-12-31')
  const wanted = {
    en: { '/': 'EquityCompass · Equity research', [`/stocks/AAPL?as_of=${day}`]: /^AAPL · Apple Inc\..*2021-03-31 · EquityCompass$/,
      '/reports': 'Reports · EquityCompass', [`/reports/${id}`]: /^Apple.*2020-12-31 · EquityCompass$/,
      '/check': 'Check a text · EquityCompass', '/connect': 'Connect prices · EquityCompass', '/no/such/page': 'There is no such page · EquityCompass' },
    zh: { '/': '智策股析 · 每个数字', [`/stocks/AAPL?as_of=${day}`]: /^AAPL · 苹果公司.*2021-03-31 · 智策股析$/,
      '/reports': '报告 · 智策股析', '/check': '核对文本 · 智策股析', '/connect': '接入行情 · 智策股析', '/no/such/page': '没有这个页面 · 智策股析' },
  }
  for (const [language, pages] of Object.entries(wanted)) {
    const { context, page } = await open_context(browser, { language }, problems)
    await check(`every_page_has_its_title_and_language_${language}`, async () => {
      for (const [path, title] of Object.entries(pages)) {
        await page.goto(sample + path)
        const fits = (shown) => (title instanceof RegExp ? title.test(shown) : shown.startsWith(title))
        await eventually(async () => fits(await page.title()), `${path} is called ${await page.title()}`)
        expect((await page.getAttribute('html', 'lang')) === (language === 'zh' ? 'zh-CN' : 'en'), `language of ${path}`)
      }
    })
    await context.close()
  }
}

async function keyboard(browser) {
  const { context, page } = await open_context(browser, {}, problems)
  await check('keyboard_alone_reaches_a_report', async () => {
    await page.goto(sample)
    await seen(page, '.tiles .tile')
    await press_until(page, '.search input')
    await page.keyboard.type('AAPL')
    await seen(page, '.hit:has-text("AAPL")')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/stocks\/AAPL/)
    await seen(page, '[data-testid=price-chart] canvas')
    expect(await page.evaluate(() => document.activeElement?.id === 'content'), 'focus is in the page that opened')
    await press_until(page, '[data-testid=analyse]')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none'), 'focus is visible')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/reports\/.+/)
    await seen(page, '[data-testid=report] .claim')
  })
  await check('figures_of_a_report_are_one_stop_and_arrows_move_among_them', async () => {
    expect((await page.locator('[data-testid=report] .claim[tabindex="0"]').count()) === 1, 'one stop')
    await press_until(page, '[data-testid=report] .claim')
    const first = await page.evaluate(() => document.activeElement.getAttribute('data-explained'))
    expect(first?.includes('matches'), `what a figure rests on: ${first}`)
    await page.keyboard.press('End')
    expect(await page.evaluate(() => document.activeElement.matches('.claim')), 'still on a figure')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => !document.activeElement.matches('.claim')), 'Tab leaves the figures')
  })
  await check('arrow_keys_choose_among_search_results', async () => {
    await page.goto(sample)
    await seen(page, '.tiles .tile')
    await press_until(page, '.search input')
    await page.keyboard.type('00')
    await seen(page, '.hit')
    await eventually(async () => (await page.locator('.hit strong').count()) > 2, 'several results')
    const second = await page.locator('.hit strong').nth(1).innerText()
    await page.keyboard.press('ArrowDown')
    await eventually(
      () => page.evaluate((text) => document.querySelector('[aria-selected=true]')?.textContent.includes(text), second),
      'the second result is marked')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/stocks/${second}*`)
  })
  await check('chart_has_a_text_alternative', async () => {
    await page.goto(`${sample}/stocks/AAPL?as_of=${day}`)
    await seen(page, '[data-testid=price-chart] canvas')
    const label = await page.getAttribute('[data-testid=price-chart]', 'aria-label')
    expect(label.includes(day) && label.includes('122.15'), `said of the chart: ${label}`)
    await press_until(page, '.chart summary')
    await page.keyboard.press('Enter')
    await seen(page, `.chart tbody th:has-text("${day}")`)
  })
  await context.close()
}

async function stored_report(language, as_of) {
  const answer = await fetch(`${sample}/api/v1/analyses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `journey-report-in-${language}-${as_of}` },
    body: JSON.stringify({ symbol: 'AAPL', as_of, language, horizon: 20 }),
  })
  let task = await answer.json()
  await eventually(async () => {
    task = await (await fetch(`${sample}/api/v1/analyses/${task.id}`)).json()
    return Boolean(task.report_id)
  }, `a report in ${language}`)
  return task.report_id
}

async function take_pictures(browser) {
  mkdirSync(pictures, { recursive: true })
  const wide = [], blank = []
  let drawn = 0
  for (const language of ['en', 'zh']) {
    const id = await stored_report(language, day)
    const pages = { home: '/', stock: `/stocks/AAPL?as_of=${day}`, report: `/reports/${id}` }
    for (const theme of ['light', 'dark']) {
      const { context, page } = await open_context(browser, { language, theme }, problems)
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        for (const [name, path] of Object.entries(pages)) {
          const file = `${name}-${width}-${language}-${theme}.png`
          await page.goto(sample + path)
          await seen(page, name === 'home' ? '.tiles .tile' : '[data-testid=price-chart] canvas')
          await page.waitForLoadState('networkidle')
          if (name !== 'home') await eventually(() => chart_is_drawn(page, '[data-testid=price-chart]'), `chart of ${file}`)
          if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(file)
          const picture = await page.screenshot({ path: `${pictures}/${file}`, fullPage: true })
          const { colours, commonest } = await look_at(page, picture)
          if (colours < 40 || commonest > 0.985) blank.push(`${file}: ${colours} colours`)
          else drawn++
        }
      }
      await context.close()
    }
  }
  await check('24_screenshots_are_drawn', () => expect(drawn === 24, blank.join('; ')))
  await check('no_page_scrolls_sideways', () => expect(wide.length === 0, wide.join(', ')))
  return drawn
}

async function empty_and_stopped(browser) {
  const { context, page } = await open_context(browser, {}, problems)
  await check('empty_store_says_what_to_do', async () => {
    await page.goto(empty)
    await seen(page, 'p:has-text("init-db")')
    await page.goto(`${empty}/reports`)
    await seen(page, 'a:has-text("Pick a symbol")')
  })
  await check('no_console_error_and_no_policy_violation', () => expect(problems.length === 0, problems.slice(0, 5).join('\n')))
  await check('stopped_server_gives_an_error_with_retry', async () => {
    await page.goto(sample)
    await seen(page, '.tiles .tile')
    process.kill(Number(server), 'SIGTERM')
    await eventually(async () => !(await fetch(sample).then(() => true, () => false)), 'the server stopped')
    await page.locator('nav a', { hasText: 'Reports' }).click()
    await seen(page, '[role=alert]')
    expect((await page.locator('[role=alert]').innerText()).includes('does not answer'), 'says why')
    await seen(page, '[role=alert] button:has-text("Try again")')
  })
  await context.close()
}

const browser = await launch()
const first = await open_context(browser, {}, problems)
await research(first.page)
await report(first.page)
await switches(first.page)
await first.context.close()
await titles(browser)
await keyboard(browser)
await connect_prices(browser, problems, pictures)
let drawn = 0
if (pictures) await check('screenshots_taken', async () => { drawn = await take_pictures(browser) })
const errors = problems.length
await empty_and_stopped(browser)
await browser.close()
if (process.env.EC_PROOFS_DIR && drawn === 24 && failures.length === 0)
  writeFileSync(`${process.env.EC_PROOFS_DIR}/2.8`, `${drawn} screenshots of 3 pages drawn, ${errors} console errors\n`)
process.exitCode = failures.length ? 1 : 0
