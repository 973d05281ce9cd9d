/** What the scripts of the pages share; `window.dash_clientside` is Dash's own, to which each of them adds its part. */
interface Window {
  dash_clientside: any;
}
