import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, unwrap, type ConnectionTest, type MarketName, type Provider } from '@/api/client'
import { of_door } from '@/prices'
import { use_session } from '@/stores/session'

/** Every provider as the server last told, and what this page's tests of them came to. */
export const use_providers = defineStore('providers', () => {
  const items = ref<Provider[] | null>(null)
  const error = ref<unknown>(null)
  const tests = ref<Record<string, ConnectionTest[]>>({})
  const keyless = computed(() => of_door(items.value ?? [], false))
  const keyed = computed(() => of_door(items.value ?? [], true))

  async function load() {
    try {
      items.value = (await unwrap(api.GET('/api/v1/providers'))).items
      error.value = null
    } catch (caught) {
      error.value = caught
    }
  }
  async function take(changed: Provider) {
    items.value = (items.value ?? []).map((one) => (one.name === changed.name ? changed : one))
    await use_session().load()
  }
  async function connect(name: string, accept_notice: boolean, key?: string) {
    const params = { path: { provider: name } }
    await take(await unwrap(api.PUT('/api/v1/providers/{provider}', { params, body: { accept_notice, key } })))
  }
  async function disconnect(name: string, forget_key: boolean) {
    const params = { path: { provider: name }, query: { forget_key: forget_key ? ('true' as const) : ('false' as const) } }
    await take(await unwrap(api.DELETE('/api/v1/providers/{provider}', { params })))
  }
  async function test(name: string, order: { accept_notice: boolean; key?: string; market?: MarketName }) {
    const params = { path: { provider: name } }
    tests.value = { ...tests.value, [name]: [] }
    const answer = await unwrap(api.POST('/api/v1/providers/{provider}/test', { params, body: order }))
    tests.value = { ...tests.value, [name]: answer.items }
    await load()
    return answer.items
  }
  return { items, error, tests, keyless, keyed, load, connect, disconnect, test }
})
