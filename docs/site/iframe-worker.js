/* A browser starts no worker of a page that was opened as a file. There, what the theme would run in a worker runs in a
   frame instead: a document of its own, with the few names the search uses of a worker. Anywhere else nothing changes. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const home = new URL(url, location.href);
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.documentElement.append(frame);
      const inside = frame.contentWindow;
      const load = (source) => new Promise((resolve, reject) => {
        const script = inside.document.createElement("script");
        script.onload = resolve;
        script.onerror = reject;
        script.src = new URL(source, home);
        inside.document.head.append(script);
      });
      inside.importScripts = (...sources) =>
        sources.reduce((before, source) => before.then(() => load(source)), Promise.resolve());
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      const ready = load(home);
      this.postMessage = (data) => {
        ready.then(() => inside.dispatchEvent(new MessageEvent("message", { data })));
      };
    }
  };
}
