import { app } from 'electron'
await Promise.resolve()
app.quit()
