import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Provider } from '@/api/client'
import { all_failed, next_source } from '@/prices'
import { use_providers } from '@/stores/providers'

/** What the two doors of providers share: the chosen one, its tests, and what follows a refusal. */
export function use_provider_door(providers: () => Provider[]) {
  const { t } = useI18n()
  const store = use_providers()
  const name = ref((providers().find((one) => one.enabled) ?? providers()[0])?.name ?? '')
  const busy = ref<'' | 'test' | 'switch'>('')
  const error = ref<unknown>(null)
  const provider = computed(() => providers().find((one) => one.name === name.value))
  const tests = computed(() => store.tests[name.value] ?? [])
  const blocked = computed(() => busy.value === '' && all_failed(tests.value))
  const next = computed(() => next_source(providers(), name.value, store.tests))
  const markets = computed(() => provider.value?.markets.map((market) => t(`market.${market}`)).join(t('connect.join')))
  watch(name, () => (error.value = null))

  let last: () => Promise<void> = async () => undefined

  async function attempt(kind: 'test' | 'switch', act: () => Promise<unknown>) {
    last = () => attempt(kind, act)
    busy.value = kind
    error.value = null
    try {
      await act()
    } catch (caught) {
      error.value = caught
    } finally {
      busy.value = ''
    }
  }
  const again = () => last()
  return { name, busy, error, provider, tests, blocked, next, markets, attempt, again }
}
