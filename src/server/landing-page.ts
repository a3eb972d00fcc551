/** The page at `/`: what this is, and where its endpoints are. */
export function landingPage(graphqlPath: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Preamp</title>
<style>body{font:16px/1.5 system-ui;margin:4rem auto;max-width:40rem;padding:0 1rem}code{font-size:.95em}</style>
<h1>Preamp is running</h1>
<ul>
<li><code>${graphqlPath}</code> GraphQL, <code>POST</code> or <code>GET</code></li>
<li><code>${graphqlPath}/realtime</code> subscriptions over WebSocket</li>
<li><a href="/health"><code>/health</code></a> whether the server answers</li>
</ul>
</html>
`;
}
