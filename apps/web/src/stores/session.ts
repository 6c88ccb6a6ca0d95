import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, unwrap, type Session } from '@/api/client'

/** Who calls and what this installation can do; asked once. */
export const use_session = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const failed = ref(false)

  async function load() {
    try {
      session.value = await unwrap(api.GET('/api/v1/session'))
      failed.value = false
    } catch {
      failed.value = true
    }
  }
  return { session, failed, load }
})
