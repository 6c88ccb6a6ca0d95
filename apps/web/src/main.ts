import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'element-plus/dist/index.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './style.css'
import App from './app.vue'
import { router } from './router'
import { i18n } from './texts'

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
