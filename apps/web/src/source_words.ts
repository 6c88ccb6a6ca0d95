import { useI18n } from 'vue-i18n'
import { reason_key } from '@/prices'

/** Names of sources and reasons of the server in the reader's language. */
export function use_source_words() {
  const { t, te, locale } = useI18n()

  /** The name of a provider or of the source that a series names; what is unknown stays itself. */
  function source_name(name: string, title?: string): string {
    return te(`source.${name}`) ? t(`source.${name}`) : (title ?? name)
  }
  /** A reason in words; the server's own sentence where it has no text here. */
  function reason_text(reason: string, detail: string): string {
    return te(reason_key(reason)) ? t(reason_key(reason)) : detail || reason
  }
  /** The language of `reason_text` where it is not the page's. */
  function reason_language(reason: string): string | undefined {
    return te(reason_key(reason)) || locale.value === 'en' ? undefined : 'en'
  }
  return { source_name, reason_text, reason_language }
}
