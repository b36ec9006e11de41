// A token in the fragment (#token=...) never reaches a server or its logs; from here it goes into the form.
const fragment = new URLSearchParams(location.hash.slice(1));
const token = fragment.get("token");
if (token) {
  history.replaceState(null, "", location.pathname + location.search);
  document.getElementById("token").value = token;
  document.getElementById("aanmelden").requestSubmit();
}
