.PHONY: demo test check
demo:
	@./run demo
test:
	@./run test
check:
	@./run check
