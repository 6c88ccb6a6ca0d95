import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'

/** Keeps the window's title in the reader's language while the page is shown. */
export function use_page_title(of_page: () => string) {
  const { t } = useI18n()
  watchEffect(() => {
    const page = of_page()
    document.title = page ? `${page} · ${t('app.name')}` : `${t('app.name')} · ${t('app.tagline')}`
  })
}
