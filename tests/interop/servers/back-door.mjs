// How a test gets behind an agenda API: to the items of everybody, and to what the API does wrong.

export function backDoor(origin) {
  const send = async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const put = { method: 'PUT', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${origin}/back-door${path}`, body && put);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  return {
    /** The items of everybody, in the order in which they were made. */
    items: () => send('/items'),
    fill: (items) => send('/items', items),
    /** Makes the mistakes of these names, and no others. */
    break: (...faults) => send('/faults', faults),
  };
}
