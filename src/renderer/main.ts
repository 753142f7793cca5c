import { mount } from 'svelte'
import type { Transport } from '#core/contract'
import './styles/tokens.css'
import './styles/base.css'
import './styles/rules.css'
import './styles/matches.css'
import App from './App.svelte'
import { HttpTransport } from './transport/http-transport'

declare global {
  interface Window {
    /** From the preload script of a host that has one. */
    readonly papertray?: Transport
  }
}

const target = document.getElementById('app')
if (target === null) throw new Error('no element to show the window in')
mount(App, { target, props: { transport: window.papertray ?? new HttpTransport() } })
