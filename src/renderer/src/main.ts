import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import { mount } from 'svelte'
import { createClient } from '../../shared/client'
import type { Bridge } from '../../shared/contract'
import App from './App.svelte'
import './app.css'
import { SkepState } from './state/skep.svelte'

declare global {
  interface Window {
    readonly skep: Bridge
  }
}

mount(App, { target: document.body, props: { skep: new SkepState(createClient(window.skep)) } })
