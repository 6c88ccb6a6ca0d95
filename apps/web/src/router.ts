import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', name: 'home', component: () => import('./pages/home_page.vue') },
    { path: '/stocks/:symbol', name: 'stock', component: () => import('./pages/stock_page.vue') },
    { path: '/reports', name: 'reports', component: () => import('./pages/reports_page.vue') },
    { path: '/reports/:id', name: 'report', component: () => import('./pages/report_page.vue') },
    { path: '/connect', name: 'connect', component: () => import('./pages/connect_page.vue') },
    { path: '/check', name: 'check', component: () => import('./pages/check_text_page.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/missing_page.vue') },
  ],
})
