;; A session of Emacs with the language server, on the file web01.xml of the working directory: prints what is found,
;; the document after the quick fix, and what completes what is being typed.
(package-initialize)
(require 'eglot)
(add-to-list 'eglot-server-programs
             `(nxml-mode . (,(getenv "NODE") ,(getenv "VIRT_LIFECYCLE") "lsp")))
(setq eglot-sync-connect 60
      eglot-connect-timeout 60)

(find-file "web01.xml")
(call-interactively #'eglot)
(flymake-start)
(with-timeout (60 (error "No diagnostics"))
  (while (not (flymake-diagnostics)) (accept-process-output nil 0.05)))
(dolist (found (flymake-diagnostics))
  (princ (format "%d: %s\n" (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found))))

(goto-char (point-min))
(search-forward "sav")
(eglot-code-actions (1- (point)) (point) "quickfix" t)
(princ (buffer-string))

(goto-char (point-min))
(search-forward "</name>\n")
(insert "  <on_hostst")
(eglot--signal-textDocument/didChange)
(princ (string-join (all-completions "on_hostst" (nth 2 (eglot-completion-at-point))) " "))
(eglot-shutdown (eglot-current-server))
