import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export type Language = 'en' | 'zh'
export type Theme = 'light' | 'dark'
export type RiseColour = 'green' | 'red'

function stored<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  const value = localStorage.getItem(`ec.${name}`) as T | null
  return value && allowed.includes(value) ? value : fallback
}

function system_language(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function system_theme(): Theme {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Choices of this browser. Kept in local storage; none of them is a secret. */
export const use_preferences = defineStore('preferences', () => {
  const language = ref<Language>(stored('language', ['en', 'zh'], system_language()))
  const theme = ref<Theme>(stored('theme', ['light', 'dark'], system_theme()))
  const rise = ref<RiseColour>(
    stored('rise', ['green', 'red'], language.value === 'zh' ? 'red' : 'green'),
  )

  watch(language, (value) => localStorage.setItem('ec.language', value))
  watch(theme, (value) => localStorage.setItem('ec.theme', value))
  watch(rise, (value) => localStorage.setItem('ec.rise', value))

  watch(
    [language, theme, rise],
    () => {
      const root = document.documentElement
      root.lang = language.value === 'zh' ? 'zh-CN' : 'en'
      root.classList.toggle('dark', theme.value === 'dark')
      root.classList.toggle('rise-red', rise.value === 'red')
    },
    { immediate: true },
  )
  return { language, theme, rise }
})
